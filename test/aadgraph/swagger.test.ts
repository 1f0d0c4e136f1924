import { expect, it } from 'vitest';
import { call } from '../e2e/call.ts';
import { readContract } from './contract.ts';
import { useFace } from './face.ts';

const face = useFace();

it('is valid and names the host it was asked for at', async () => {
  const { url } = face().world.product;
  const { document } = await readContract(url);
  expect(document).toMatchObject({
    swagger: '2.0',
    host: new URL(url).host,
    schemes: ['http'],
    basePath: '/myorganization',
  });
});

it('marks everything that the retired documents do not have', async () => {
  const { document } = await readContract(face().world.product.url);
  const extensions = Object.entries<Record<string, { operationId: string }>>(document.paths).flatMap(([, item]) =>
    Object.values(item).filter((operation) => 'x-extension' in operation),
  );
  expect(extensions.map(({ operationId }) => operationId)).toEqual([
    'GetPolicyAppliedObjectLinks',
    'GetApplicationPolicyLinks',
    'RemoveApplicationPolicy',
    'GetServicePrincipalPolicyLinks',
    'RemoveServicePrincipalPolicy',
  ]);
});

it('lists every route there is', async () => {
  const { document } = await readContract(face().world.product.url);
  for (const [path, item] of Object.entries<object>(document.paths)) {
    for (const method of Object.keys(item)) {
      const reply = await call(
        method.toUpperCase(),
        `${face().world.product.url}/myorganization${path.replace(/\{\w+\}/g, 'x')}`,
      );
      expect([404, 405], `${method} ${path}`).not.toContain(reply.status);
    }
  }
});

it('fails in the envelope of the other faces', async () => {
  const { body } = await call('POST', `${face().world.product.url}/swagger.json`);
  expect(body).toMatchObject({ success: false, error: { code: 'method_not_allowed' } });
});

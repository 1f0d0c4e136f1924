import { expect, it } from 'vitest';
import { clientProject } from './typed-client.ts';
import { useWorld } from './world.ts';

const world = useWorld();

const program = (field: string) => `
import createClient from 'openapi-fetch';
import type { paths } from './api.d.ts';

const [baseUrl, key] = (globalThis as unknown as { process: { argv: string[] } }).process.argv.slice(2);
const client = createClient<paths>({ baseUrl, headers: { authorization: 'Bearer ' + key } });

const posture = await client.GET('/tenants/me/policies', { params: { query: {} } });
const keys = posture.data?.data.aiPilotConnected ? posture.data.data.policies.map((row) => row.key) : [];
const toggled = await client.POST('/tenants/me/policies/toggle', { body: { ${field}: keys[1] ?? '' } });
const id = toggled.data?.operation.id ?? '';
const operation = await client.GET('/tenants/me/operations/{id}', { params: { path: { id } } });
const refused = await client.POST('/tenants/me/policies/toggle', { body: { ${field}: 'nothing' } });
console.log(JSON.stringify([keys.length, toggled.data?.data.verified, operation.data?.data.status, refused.error?.error.code]));
`;

it('compiles against the server and works', async () => {
  const client = await clientProject(program('key'));
  expect(await client.compile()).toBe('');
  const [rows, verified, status, code] = JSON.parse(await client.run(world().product.url, world().product.key));
  expect(rows).toBeGreaterThan(10);
  expect([verified, status, code]).toEqual([true, 'done', 'unknown_policy']);
});

it('does not compile with a field that is not documented', async () => {
  expect(await (await clientProject(program('policy'))).compile()).toContain("'policy' does not exist");
});

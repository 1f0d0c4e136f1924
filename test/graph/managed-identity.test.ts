import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { managedIdentityAssertion, managedIdentityTokens } from '../../src/graph/managed-identity.ts';

const identity = '33333333-3333-4333-8333-333333333333';

/** The endpoint that App Service gives its apps. */
async function startIdentityEndpoint() {
  const asked: URL[] = [];
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://identity'));
    const expires_on = String(Math.floor(Date.now() / 1000) + 3_600);
    const body = { access_token: `token-${asked.length}`, expires_on, resource: 'x', token_type: 'Bearer' };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${port}/msi/token`);
  vi.stubEnv('IDENTITY_HEADER', 'header-secret');
  onTestFinished(() => void vi.unstubAllEnvs());
  return asked;
}

it('asks the machine for a token, once for each audience for as long as it is good', async () => {
  const asked = await startIdentityEndpoint();
  const assertion = managedIdentityAssertion(identity, Date.now);
  expect(await assertion('https://login.example/token')).toBe('token-1');
  expect(await assertion('https://login.example/token')).toBe('token-1');
  const tokenFor = managedIdentityTokens(identity, Date.now);
  expect(await tokenFor('https://api.example')).toBe('token-2');
  expect(await tokenFor('https://api.example')).toBe('token-2');
  expect(asked.map(({ searchParams }) => [searchParams.get('resource'), searchParams.get('client_id')])).toEqual([
    ['api://AzureADTokenExchange', identity],
    ['https://api.example', identity],
  ]);
});

import { expect, test } from 'vitest';
import { call, sharedWorld } from '../world-client.ts';

const discovery = (name: string) => `/login/${name}/v2.0/.well-known/openid-configuration`;

test.each(['contoso.com', 'CONTOSO.onmicrosoft.com', '8f2c1a70-3b5d-4e19-9c64-a1d7b20e5f31'])(
  'says whose %s is',
  async (name) => {
    const world = await sharedWorld();
    const { status, body } = await call(`${world.url}${discovery(name)}`, 'GET');
    expect([status, body.token_endpoint]).toEqual([
      200,
      `https://login.microsoftonline.com/${world.homeTenantId}/oauth2/v2.0/token`,
    ]);
  },
);

test('knows no tenant of that name', async () => {
  const world = await sharedWorld();
  const { status, body } = await call(`${world.url}${discovery('nowhere.example')}`, 'GET');
  expect([status, body.error_codes]).toEqual([400, [90002]]);
});

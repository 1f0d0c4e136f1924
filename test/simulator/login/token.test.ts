import { createRemoteJWKSet, decodeJwt, jwtVerify, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { openWorld, sharedWorld } from '../world-client.ts';

test('a Graph token names the tenant and the roles that were granted', async () => {
  const world = await sharedWorld();
  const { status, body } = await world.token();
  expect(status).toBe(200);
  expect(body).toMatchObject({ token_type: 'Bearer', expires_in: 3599 });
  const keys = createRemoteJWKSet(new URL(`${world.url}/login/common/discovery/v2.0/keys`));
  const { payload } = await jwtVerify(body.access_token, keys, { audience: 'https://graph.microsoft.com' });
  expect(payload).toMatchObject({ tid: world.homeTenantId, appid: world.facts.graphAppId, idtyp: 'app' });
  expect(payload['roles']).toContain('Policy.Read.All');
  expect(payload['oid']).toMatch(/^[\da-f-]{36}$/);
});

test('a tenant is found by its domain too', async () => {
  const world = await sharedWorld();
  const { body } = await world.token({ tenant: 'contoso.com' });
  expect(decodeJwt(body.access_token)['tid']).toBe(world.homeTenantId);
});

test.each([
  [{ client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
  [{ client_id: 'a3f6c05e-12d8-47b9-8e4c-9d60b7a2f183' }, 400, 'unauthorized_client', 700016],
  [{ scope: 'User.Read' }, 400, 'invalid_scope', 1002012],
  [{ grant_type: 'password' }, 400, 'unsupported_grant_type', 70003],
  [{ client_assertion: 'no.jwt.here' }, 401, 'invalid_client', 700027],
])('refuses %o in the words of Microsoft', async (form, status, error, code) => {
  const world = await sharedWorld();
  const reply = await world.token({ form: form as unknown as Record<string, string> });
  expect(reply.status).toBe(status);
  expect(reply.body).toMatchObject({ error, error_codes: [code] });
  expect(reply.body.error_description).toMatch(new RegExp(`^AADSTS${code}: .+ Trace ID: .+ Timestamp: .+Z$`));
});

test('an unknown tenant is AADSTS90002', async () => {
  const world = await sharedWorld();
  const reply = await world.token({ tenant: '00000000-0000-4000-8000-000000000000' });
  expect([reply.status, reply.body.error_codes]).toEqual([400, [90002]]);
});

test('a tenant whose admin never consented does not know the app', async () => {
  const world = await sharedWorld();
  const outsider = world.facts.people.at(-1);
  const reply = await world.token({ tenant: outsider.tenantId });
  expect([reply.status, reply.body.error_codes]).toEqual([400, [700016]]);
});

test('takes a client assertion instead of the secret', async () => {
  const world = await sharedWorld();
  const { graphAppId } = world.facts;
  const assertion = await new SignJWT({ iss: graphAppId, sub: graphAppId })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('5m')
    .sign(new Uint8Array(32));
  const reply = await world.token({ form: { client_secret: '', client_assertion: assertion } });
  expect(reply.status).toBe(200);
});

test('issues the connector token of the bot', async () => {
  const world = await sharedWorld();
  const form = { client_id: world.botAppId, scope: 'https://api.botframework.com/.default' };
  const { body } = await world.token({ tenant: 'botframework.com', form });
  expect(decodeJwt(body.access_token)).toMatchObject({ aud: 'https://api.botframework.com', appid: world.botAppId });
});

test('is logged as a token request, without the secret', async () => {
  const world = await openWorld();
  await world.token();
  const { requests } = (await world.control('GET', 'requests')).body;
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({ kind: 'token', tenant: world.homeTenantId, method: 'POST', status: 200 });
  expect(requests[0].path).toBe(`/login/${world.homeTenantId}/oauth2/v2.0/token`);
  expect(JSON.stringify(requests)).not.toContain(world.facts.clientSecret);
});

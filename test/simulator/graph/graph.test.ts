import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { type Json, openWorld, sharedWorld } from '../world-client.ts';

test.each([
  ['no token', ''],
  ['text that is no token', 'garbage'],
])('%s is 401 InvalidAuthenticationToken', async (_what, token) => {
  const world = await sharedWorld();
  const reply = await world.graph('GET', '/domains', undefined, { token });
  expect(reply.status).toBe(401);
  expect(reply.body.error).toMatchObject({
    code: 'InvalidAuthenticationToken',
    message: 'Access token has expired or is not yet valid.',
  });
});

test('a token somebody else signed is 401', async () => {
  const world = await sharedWorld();
  const token = await new SignJWT({ tid: world.homeTenantId, roles: ['Domain.Read.All'] })
    .setProtectedHeader({ alg: 'HS256' })
    .setAudience('https://graph.microsoft.com')
    .setExpirationTime('1h')
    .sign(new Uint8Array(32));
  expect((await world.graph('GET', '/domains', undefined, { token })).status).toBe(401);
});

test('a token of another world is 401', async () => {
  const [world, other] = [await openWorld(), await openWorld()];
  const token = (await other.token()).body.access_token;
  expect((await world.graph('GET', '/domains', undefined, { token })).status).toBe(401);
});

test('a token is good until it expires', async () => {
  const time = { now: Date.parse('2026-11-22T08:00:00Z') };
  const world = await openWorld({ clock: () => time.now });
  const token = (await world.token()).body.access_token;
  expect((await world.graph('GET', '/domains', undefined, { token })).status).toBe(200);
  time.now += 3_600_000;
  expect((await world.graph('GET', '/domains', undefined, { token })).status).toBe(401);
});

test('the connector token of the bot does not open Graph', async () => {
  const world = await sharedWorld();
  const form = { client_id: world.botAppId, scope: 'https://api.botframework.com/.default' };
  const token = (await world.token({ form })).body.access_token;
  expect((await world.graph('GET', '/domains', undefined, { token })).status).toBe(401);
});

test('every answer names the request, and an error repeats the ids inside', async () => {
  const world = await sharedWorld();
  const headers = { 'client-request-id': '11111111-2222-4333-8444-555555555555' };
  const reply = await world.graph('GET', '/users/nobody@contoso.com', undefined, { headers });
  expect(reply.status).toBe(404);
  expect(reply.headers.get('client-request-id')).toBe(headers['client-request-id']);
  expect(reply.body.error).toMatchObject({
    code: 'Request_ResourceNotFound',
    innerError: { 'request-id': reply.headers.get('request-id'), ...headers },
  });
});

test('a body that is not JSON is 400', async () => {
  const world = await sharedWorld();
  const reply = await world.graph('PATCH', '/policies/authorizationPolicy', '{"broken');
  expect(reply.status).toBe(400);
});

test('the log has each request, oldest first, with path and body as sent', async () => {
  const world = await openWorld();
  await world.graph('GET', "/users?$select=id&$filter=userType eq 'Guest'");
  await world.graph('PATCH', '/policies/authorizationPolicy', { blockMsolPowerShell: true });
  await world.graph('GET', '/nothing/here');
  const { requests } = (await world.control('GET', 'requests')).body;
  const graph = requests.filter((one: Json) => one.kind === 'graph');
  expect(graph.map((one: Json) => [one.method, one.path, one.body, one.status])).toEqual([
    ['GET', '/users?$select=id&$filter=userType%20eq%20%27Guest%27', null, 200],
    ['PATCH', '/policies/authorizationPolicy', { blockMsolPowerShell: true }, 204],
    ['GET', '/nothing/here', null, 400],
  ]);
  expect(graph.every((one: Json) => one.tenant === world.homeTenantId && Date.parse(one.at) > 0)).toBe(true);
  expect((await world.control('DELETE', 'requests')).status).toBe(204);
  expect((await world.control('GET', 'requests')).body).toEqual({ requests: [] });
});

test('the tenant of the token is the tenant that is read and written', async () => {
  const world = await openWorld();
  const other = '12345678-1234-4234-8234-123456789abc';
  await world.control('PUT', `documents?tenant=${other}`, { '/domains': [{ id: 'other.example' }] });
  await world.graph('PATCH', '/policies/authorizationPolicy', { blockMsolPowerShell: true }, { tenant: other });
  const theirs = await world.graph('GET', '/policies/authorizationPolicy', undefined, { tenant: other });
  const ours = await world.graph('GET', '/policies/authorizationPolicy');
  expect([theirs.body.blockMsolPowerShell, ours.body.blockMsolPowerShell]).toEqual([true, false]);
});

import { expect, test } from 'vitest';
import { type Json, openWorld, sharedWorld } from '../world-client.ts';

const other = '12345678-1234-4234-8234-123456789abc';

test('documents replace what their paths hold, and nothing else', async () => {
  const world = await openWorld();
  const reply = await world.control('PUT', 'documents', {
    '/v1.0/domains': [{ id: 'loaded.example' }],
    'policies/authorizationPolicy': { id: 'authorizationPolicy', allowInvitesFrom: 'none' },
    '/unheard/of': { id: 'x', a: 1 },
  });
  expect(reply.status).toBe(204);
  expect((await world.graph('GET', '/domains')).body.value).toEqual([{ id: 'loaded.example' }]);
  expect((await world.graph('GET', '/policies/authorizationPolicy')).body.allowInvitesFrom).toBe('none');
  expect((await world.graph('GET', '/unheard/of')).body.a).toBe(1);
  expect((await world.graph('GET', '/identity/conditionalAccess/policies')).body.value).toHaveLength(4);
});

test('what one tenant exports another can load', async () => {
  const world = await openWorld();
  const exported = (await world.control('GET', 'documents')).body;
  expect((await world.control('PUT', `documents?tenant=${other}`, exported)).status).toBe(204);
  expect((await world.control('GET', `documents?tenant=${other}`)).body).toEqual(exported);
  const user = await world.graph('GET', '/users/grady.archie@contoso.com/transitiveMemberOf', undefined, {
    tenant: other,
  });
  expect(user.body.value).toHaveLength(1);
});

test('a new tenant stands on Microsoft’s defaults and has consented', async () => {
  const world = await openWorld();
  await world.control('PUT', `documents?tenant=${other}`, {
    '/users': [{ id: 'u1', userPrincipalName: 'a@b.example' }],
  });
  const users = await world.graph('GET', '/users', undefined, { tenant: other });
  expect(users.body.value.map((user: Json) => user.id)).toEqual(['u1']);
  const defaults = await world.graph('GET', '/policies/authorizationPolicy', undefined, { tenant: other });
  expect(defaults.body.allowInvitesFrom).toBe('everyone');
});

test('the sample people survive in the home tenant', async () => {
  const world = await openWorld();
  await world.control('PUT', 'documents', { '/users': [{ id: 'u1', displayName: 'Only One' }] });
  const { value } = (await world.graph('GET', '/users?$select=id')).body;
  const ids = value.map((user: Json) => user.id);
  expect(ids).toContain('u1');
  const locals = world.facts.people.filter((person: Json) => person.tenantId === world.homeTenantId);
  expect(ids).toEqual(
    expect.arrayContaining([...locals.map((one: Json) => one.aadObjectId), world.facts.breakGlass.id]),
  );
  expect(ids).toHaveLength(9);
});

test('a reset goes back to the state each tenant started with', async () => {
  const world = await openWorld();
  await world.control('PUT', `documents?tenant=${other}`, { '/domains': [{ id: 'first.example' }] });
  await world.control('PUT', `documents?tenant=${other}`, { '/domains': [{ id: 'second.example' }] });
  const before = (await world.control('GET', 'documents')).body;
  await world.graph('PATCH', '/policies/authorizationPolicy', { blockMsolPowerShell: true });
  await world.control('POST', 'grants', { roles: [] });
  await world.control('POST', 'faults', [{ status: 500, path: 'domains' }]);
  await world.control('POST', 'chat', { as: 'admin', conversation: 'soc', text: 'stays' });
  expect((await world.control('POST', 'reset')).status).toBe(204);
  expect((await world.control('GET', 'documents')).body).toEqual(before);
  expect((await world.control('GET', `documents?tenant=${other}`)).body['/domains']).toEqual([{ id: 'first.example' }]);
  expect((await world.control('GET', 'requests')).body.requests).toEqual([]);
  expect((await world.control('GET', 'faults')).body.faults).toEqual([]);
  expect((await world.graph('GET', '/domains')).status).toBe(200);
  const feed = (await (await fetch(`${world.url}/_chat/messages?as=admin&conversation=soc`)).json()) as Json;
  expect(feed.messages).toHaveLength(1);
});

test.each([
  ['an array', 'documents', []],
  ['a document that is a text', 'documents', { '/domains': 'x' }],
  ['an array of texts', 'documents', { '/groups': [{ id: 'ok' }], '/domains': ['x'] }],
  ['an empty path', 'documents', { '/': {} }],
  ['no JSON', 'documents', '{'],
  ['a tenant that is no GUID', 'documents?tenant=contoso', {}],
])('%s is 400 and changes nothing', async (_what, path, body) => {
  const world = await sharedWorld();
  const before = (await world.control('GET', 'documents')).body;
  const reply = await world.control('PUT', path, body);
  expect(reply.status).toBe(400);
  expect(reply.body.error).toEqual(expect.any(String));
  expect((await world.control('GET', 'documents')).body).toEqual(before);
});

test('an unknown tenant has no documents', async () => {
  const world = await sharedWorld();
  expect((await world.control('GET', `documents?tenant=${other}`)).status).toBe(400);
});

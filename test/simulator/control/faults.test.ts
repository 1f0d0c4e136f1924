import { expect, test } from 'vitest';
import { botHeaders, call, conversationId, type Json, openWorld, sharedWorld } from '../world-client.ts';

const policy = '/policies/authorizationPolicy';

test('a status answers instead of Graph, as often as asked, and is counted', async () => {
  const world = await openWorld();
  const fault = {
    method: 'GET',
    path: 'authorizationPolicy$',
    status: 429,
    headers: { 'Retry-After': '2.5' },
    times: 2,
  };
  const added = await world.control('POST', 'faults', [fault]);
  expect(added.status).toBe(201);
  const replies = [];
  for (let turn = 0; turn < 3; turn++) replies.push(await world.graph('GET', policy));
  expect(replies.map((reply) => reply.status)).toEqual([429, 429, 200]);
  expect(replies[0]?.headers.get('retry-after')).toBe('2.5');
  expect(replies[0]?.body.error.code).toBe('TooManyRequests');
  expect((await world.control('GET', 'faults')).body.faults).toEqual([{ ...fault, hits: 2 }]);
});

test('a body and a raw body are sent as given', async () => {
  const world = await openWorld();
  const body = { error: { code: 'Odd', message: 'Odd.' } };
  await world.control('POST', 'faults', [
    { path: '^/domains', status: 403, body },
    { path: '^/groups', rawBody: '<html>', headers: { 'content-type': 'text/html' } },
  ]);
  const odd = await world.graph('GET', '/domains');
  expect([odd.status, odd.body.error.code]).toEqual([403, 'Odd']);
  const html = await world.graph('GET', '/groups');
  expect([html.status, html.text, html.headers.get('content-type')]).toEqual([200, '<html>', 'text/html']);
});

test('a canned answer to a write has no effect', async () => {
  const world = await openWorld();
  await world.control('POST', 'faults', [{ method: 'PATCH', status: 204, times: 1 }]);
  expect((await world.graph('PATCH', policy, { blockMsolPowerShell: true })).status).toBe(204);
  expect((await world.graph('GET', policy)).body.blockMsolPowerShell).toBe(false);
});

test.each([
  ['before', false, 0],
  ['after', true, 204],
])('drop %s the effect cuts the connection', async (drop, happened, status) => {
  const world = await openWorld();
  await world.control('POST', 'faults', [{ method: 'PATCH', drop, times: 1 }]);
  await expect(world.graph('PATCH', policy, { blockMsolPowerShell: true })).rejects.toThrow();
  expect((await world.graph('GET', policy)).body.blockMsolPowerShell).toBe(happened);
  const { requests } = (await world.control('GET', 'requests')).body;
  expect(requests.find((one: Json) => one.method === 'PATCH')).toMatchObject({ status, dropped: drop });
});

test('a delay holds the request and its effect back', async () => {
  const world = await openWorld();
  await world.control('POST', 'faults', [{ method: 'PATCH', delayMs: 300, times: 1 }]);
  await world.graph('GET', policy);
  const started = performance.now();
  const slow = world.graph('PATCH', policy, { blockMsolPowerShell: true });
  expect((await world.graph('GET', policy)).body.blockMsolPowerShell).toBe(false);
  expect((await slow).status).toBe(204);
  expect(performance.now() - started).toBeGreaterThanOrEqual(290);
  expect((await world.graph('GET', policy)).body.blockMsolPowerShell).toBe(true);
});

test('staleness shows the old value of what is written next, for its time', async () => {
  const time = { now: Date.parse('2026-11-22T08:00:00Z') };
  const world = await openWorld({ clock: () => time.now });
  const user = '/users/lee.gu@contoso.com?$select=accountEnabled';
  await world.control('POST', 'faults', [{ path: '^/users/', staleMs: 5000, times: 1 }]);
  await world.graph('PATCH', '/users/lee.gu@contoso.com', { accountEnabled: false });
  await world.graph('PATCH', '/users/alex.wilber@contoso.com', { accountEnabled: false });
  expect((await world.graph('GET', user)).body.accountEnabled).toBe(true);
  const other = await world.graph('GET', '/users/alex.wilber@contoso.com?$select=accountEnabled');
  expect(other.body.accountEnabled).toBe(false);
  time.now += 5001;
  expect((await world.graph('GET', user)).body.accountEnabled).toBe(false);
});

test('what was created or deleted a moment ago is stale too', async () => {
  const time = { now: Date.parse('2026-11-22T08:00:00Z') };
  const world = await openWorld({ clock: () => time.now });
  const path = '/policies/activityBasedTimeoutPolicies';
  await world.control('POST', 'faults', [
    { method: 'POST', staleMs: 1000 },
    { method: 'DELETE', staleMs: 1000 },
  ]);
  const { id } = (await world.graph('POST', path, { displayName: 'Idle' })).body;
  expect((await world.graph('GET', `${path}/${id}`)).status).toBe(404);
  time.now += 1001;
  expect((await world.graph('GET', `${path}/${id}`)).status).toBe(200);
  await world.graph('DELETE', `${path}/${id}`);
  expect((await world.graph('GET', path)).body.value).toHaveLength(1);
  time.now += 1001;
  expect((await world.graph('GET', path)).body.value).toEqual([]);
});

test('percent hits that share of the matches', async () => {
  const world = await openWorld();
  await world.control('POST', 'faults', [{ path: '^/domains', status: 500, percent: 25 }]);
  const statuses = [];
  for (let turn = 0; turn < 8; turn++) statuses.push((await world.graph('GET', '/domains')).status);
  expect(statuses.filter((status) => status === 500)).toHaveLength(2);
});

test('items of a batch are hit one by one', async () => {
  const world = await openWorld();
  await world.control('POST', 'faults', [{ path: '^/users', status: 503, headers: { 'Retry-After': '1' }, times: 1 }]);
  const requests = ['/domains', '/users', '/users'].map((url, index) => ({ id: String(index), method: 'GET', url }));
  const { responses } = (await world.graph('POST', '/$batch', { requests })).body;
  const byId = Object.fromEntries(responses.map((one: Json) => [one.id, one]));
  expect([byId['0'].status, byId['1'].status, byId['2'].status]).toEqual([200, 503, 200]);
  expect(byId['1'].headers['Retry-After']).toBe('1');
});

test('a dropped item cuts the whole batch', async () => {
  const world = await openWorld();
  await world.control('POST', 'faults', [{ path: '^/users', drop: 'after' }]);
  const requests = [{ id: '1', method: 'GET', url: '/users' }];
  await expect(world.graph('POST', '/$batch', { requests })).rejects.toThrow();
});

test('token and connector calls are hit too', async () => {
  const world = await openWorld();
  const headers = await botHeaders(world);
  await world.control('POST', 'faults', [
    { path: '/oauth2/', status: 503, times: 1 },
    { path: '^/v3/', status: 412, times: 1 },
  ]);
  const token = await world.token();
  expect([token.status, token.body.error]).toEqual([503, 'temporarily_unavailable']);
  const url = `${world.url}/v3/conversations/${encodeURIComponent(conversationId(world, 'soc'))}/activities`;
  expect((await call(url, 'POST', { type: 'message' }, headers)).status).toBe(412);
  expect((await call(url, 'POST', { type: 'message' }, headers)).status).toBe(201);
});

test('the first fault that fits decides; cleared faults hit nothing', async () => {
  const world = await openWorld();
  await world.control('POST', 'faults', [{ path: '^/domains', status: 500 }]);
  await world.control('POST', 'faults', [{ path: '^/domains', status: 503 }]);
  expect((await world.graph('GET', '/domains')).status).toBe(500);
  expect((await world.control('DELETE', 'faults')).status).toBe(204);
  expect((await world.graph('GET', '/domains')).status).toBe(200);
});

test.each([
  ['a path that is no pattern', [{ path: '(' }]],
  ['an unknown field', [{ path: 'x', statuss: 500 }]],
  ['an odd drop', [{ drop: 'during' }]],
  ['percent above 100', [{ percent: 101, status: 500 }]],
  ['one bad of two', [{ status: 500 }, { status: 99 }]],
  ['no JSON', '['],
  ['nothing', []],
])('%s is 400 and arms nothing', async (_what, body) => {
  const world = await sharedWorld();
  const reply = await world.control('POST', 'faults', body);
  expect(reply.status).toBe(400);
  expect(reply.body.error).toEqual(expect.any(String));
  expect((await world.control('GET', 'faults')).body.faults).toEqual([]);
});

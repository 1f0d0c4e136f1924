import { expect, test } from 'vitest';
import { type Json, openWorld, sharedWorld, type WorldClient } from '../world-client.ts';

function get(id: string, url: string) {
  return { id, method: 'GET', url };
}

async function batch(world: WorldClient, requests: unknown): Promise<Json> {
  return world.graph('POST', '/$batch', { requests });
}

function statuses(reply: Json): Record<string, number> {
  return Object.fromEntries(reply.body.responses.map((one: Json) => [one.id, one.status]));
}

test('each item has its own status and body, in no order to rely on', async () => {
  const world = await sharedWorld();
  const reply = await batch(world, [
    get('a', '/policies/authorizationPolicy'),
    get('b', '/users/nobody@contoso.com'),
    get('c', 'domains?$select=id'),
  ]);
  expect(reply.status).toBe(200);
  expect(statuses(reply)).toEqual({ a: 200, b: 404, c: 200 });
  expect(reply.body.responses.map((one: Json) => one.id)).not.toEqual(['a', 'b', 'c']);
  const c = reply.body.responses.find((one: Json) => one.id === 'c');
  expect(c.body.value[0]).toEqual({ id: 'contoso.com' });
  expect(c.headers['Content-Type']).toContain('application/json');
});

test('is one entry of the log, with its items', async () => {
  const world = await openWorld();
  await batch(world, [get('1', '/domains'), get('2', '/users/nobody')]);
  const { requests } = (await world.control('GET', 'requests')).body;
  const entry = requests.find((one: Json) => one.kind === 'graph');
  expect(entry).toMatchObject({ method: 'POST', path: '/$batch', status: 200 });
  expect(entry.items).toEqual([
    { method: 'GET', path: '/domains', body: null, status: 200 },
    { method: 'GET', path: '/users/nobody', body: null, status: 404 },
  ]);
});

test('writes count too, and need a content type', async () => {
  const world = await openWorld();
  const write = { id: '1', method: 'PATCH', url: '/policies/authorizationPolicy', body: { blockMsolPowerShell: true } };
  expect((await batch(world, [write])).status).toBe(400);
  const headers = { 'Content-Type': 'application/json' };
  expect(statuses(await batch(world, [{ ...write, headers }]))).toEqual({ 1: 204 });
  expect((await world.graph('GET', '/policies/authorizationPolicy')).body.blockMsolPowerShell).toBe(true);
});

test('a dependent of a failed item is 424, of a good one runs after it', async () => {
  const world = await sharedWorld();
  const reply = await batch(world, [
    { ...get('3', '/domains'), dependsOn: ['2'] },
    { ...get('2', '/domains'), dependsOn: ['1'] },
    get('1', '/users/nobody'),
    { ...get('4', '/domains'), dependsOn: ['5'] },
    get('5', '/domains'),
  ]);
  expect(statuses(reply)).toEqual({ 1: 404, 2: 424, 3: 424, 4: 200, 5: 200 });
});

test.each([
  ['no requests', []],
  ['21 requests', Array.from({ length: 21 }, (_, index) => get(String(index), '/domains'))],
  ['the same id twice', [get('1', '/domains'), get('1', '/users')]],
  ['no id', [{ method: 'GET', url: '/domains' }]],
  ['a dependency that is not there', [{ ...get('1', '/domains'), dependsOn: ['9'] }]],
  [
    'a circle of dependencies',
    [
      { ...get('1', '/domains'), dependsOn: ['2'] },
      { ...get('2', '/domains'), dependsOn: ['1'] },
    ],
  ],
])('%s is 400', async (_what, requests) => {
  const world = await sharedWorld();
  expect((await batch(world, requests)).status).toBe(400);
});

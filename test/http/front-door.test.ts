import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Route } from '../../src/http/mount.ts';
import { dial, echo, gate, openDoor, readAll, testMount } from './door.ts';

const fast = { headersTimeout: 200, requestTimeout: 300, keepAliveTimeout: 200, connectionsCheckingInterval: 50 };
const json = 'Content-Type: application/json\r\n';

/** A route that stays busy until it is let go. */
function heldRoute() {
  const started = gate();
  const released = gate();
  const aborted = gate();
  const handle: Route['handle'] = async ({ signal }) => {
    signal.addEventListener('abort', aborted.open);
    started.open();
    await released.opened;
    return { status: 200, body: { late: true } };
  };
  return { route: { method: 'GET', path: '/held', handle } satisfies Route, started, released, aborted };
}

test('listens on a free port of the host it was given', async () => {
  const { url, port } = await openDoor([]);
  expect(url).toBe(`http://127.0.0.1:${port}`);
});

test('rejects when the port is taken', async () => {
  const { port } = await openDoor([]);
  await expect(openDoor([], { port })).rejects.toThrow(/EADDRINUSE/);
});

test.each([
  ['says nothing', ''],
  ['never ends its headers', 'POST /echo HTTP/1.1\r\nHost: x\r\n'],
  ['never ends its body', `POST /echo HTTP/1.1\r\nHost: x\r\n${json}Content-Length: 9\r\n\r\n{`],
])('closes a connection that %s', async (_, text) => {
  const { port } = await openDoor([testMount([echo])], { limits: fast });
  await readAll(await dial(port, text));
});

test('closes an idle connection after its keep-alive time', async () => {
  const { port } = await openDoor([], { limits: fast });
  expect(await readAll(await dial(port, 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n'))).toMatch(/^HTTP\/1\.1 200 /);
});

test('closes many dripping connections in time and stays live meanwhile', async () => {
  const { port, url } = await openDoor([testMount([echo])], {
    limits: { ...fast, headersTimeout: 1_000, requestTimeout: 1_000 },
  });
  const sockets = await Promise.all(Array.from({ length: 300 }, () => dial(port, 'GET / HTTP/1.1\r\nX-Drip: ')));
  const closed = Promise.all(sockets.map(readAll));
  const drip = setInterval(() => sockets.forEach((socket) => void socket.write('x')), 100);
  expect((await fetch(`${url}/livez`)).status).toBe(200);
  await closed;
  clearInterval(drip);
});

test('takes no more connections than allowed', async () => {
  const { port } = await openDoor([], { limits: { maxConnections: 1 } });
  const first = await dial(port, 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(first, 'data');
  expect(await readAll(await dial(port))).toBe('');
});

test('lets running work end before it drains, and refuses what comes meanwhile', async () => {
  const { route, started, released } = heldRoute();
  const door = await openDoor([testMount([route, echo])]);
  const half = await dial(door.port, 'GET /held HTTP/1.1\r\nHost: x\r\n');
  const running = fetch(`${door.url}/held`);
  await started.opened;
  const drained = door.drain(60_000);
  half.write('\r\n');
  expect(await readAll(half)).toMatch(/^HTTP\/1\.1 503 .*connection: close.*unavailable/s);
  await expect(fetch(`${door.url}/livez`)).rejects.toThrow();
  released.open();
  const response = await running;
  expect([response.status, response.headers.get('connection')]).toEqual([200, 'close']);
  expect(await response.json()).toEqual({ late: true });
  await drained;
});

test('lets a response that is still being taken end', async () => {
  const big = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(20_000_000) };
  const door = await openDoor([testMount([{ method: 'GET', path: '/big', handle: async () => big }])]);
  const socket = await dial(door.port, 'GET /big HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'readable');
  const drained = door.drain(20_000);
  expect((await readAll(socket)).length).toBeGreaterThan(20_000_000);
  await drained;
});

test('refuses the next request of a kept-alive connection', async () => {
  const { route, started, released } = heldRoute();
  const door = await openDoor([testMount([route, echo])]);
  const kept = await dial(door.port, 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(kept, 'data');
  const running = fetch(`${door.url}/held`);
  await started.opened;
  const drained = door.drain(20_000);
  kept.write('GET /held HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await readAll(kept)).toMatch(/^HTTP\/1\.1 503 .*retry-after: 2.*connection: close/s);
  released.open();
  await running;
  await drained;
});

test('is not held up by connections that have nothing under way', async () => {
  const door = await openDoor([]);
  const [silent, half] = [await dial(door.port), await dial(door.port, 'GET / HTTP/1.1\r\n')];
  const closed = Promise.all([silent, half].map(readAll));
  await door.drain(60_000);
  await closed;
});

test('waits for work whose client is gone', async () => {
  const { route, started, released, aborted } = heldRoute();
  const door = await openDoor([testMount([route])]);
  const socket = await dial(door.port, 'GET /held HTTP/1.1\r\nHost: x\r\n\r\n');
  await started.opened;
  socket.destroy();
  await aborted.opened;
  const drained = door.drain(60_000).then(() => 'drained');
  expect(await Promise.race([drained, sleep(50, 'waiting')])).toBe('waiting');
  released.open();
  expect(await drained).toBe('drained');
});

test('aborts and closes what still runs at the deadline', async () => {
  const { route, started, aborted } = heldRoute();
  const door = await openDoor([testMount([route])]);
  const running = fetch(`${door.url}/held`).catch(() => 'cut');
  await started.opened;
  await door.drain(20);
  await aborted.opened;
  expect(await running).toBe('cut');
});

test('can be closed while it drains', async () => {
  const { route, started, aborted } = heldRoute();
  const door = await openDoor([testMount([route])]);
  const running = fetch(`${door.url}/held`).catch(() => 'cut');
  await started.opened;
  void door.drain(60_000);
  await door.close();
  await aborted.opened;
  expect(await running).toBe('cut');
});

test('gives its port back', async () => {
  const first = await openDoor([]);
  await first.close();
  const second = await openDoor([], { port: first.port });
  expect((await fetch(`${second.url}/livez`)).status).toBe(200);
});

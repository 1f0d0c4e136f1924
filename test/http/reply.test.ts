import { once } from 'node:events';
import { expect, test } from 'vitest';
import type { HttpResponse } from '../../src/http/mount.ts';
import { dial, openDoor, readAll, testMount } from './door.ts';

async function answerWith(response: HttpResponse, method = 'GET') {
  const { url } = await openDoor([testMount([{ method: 'GET', path: '/', handle: async () => response }])]);
  return fetch(url, { method });
}

test('sends an object as JSON', async () => {
  const response = await answerWith({ status: 201, body: { a: 'é' } });
  expect(response.status).toBe(201);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await response.json()).toEqual({ a: 'é' });
});

test.each(['text', new TextEncoder().encode('text')])('sends text and bytes as they are', async (body) => {
  const response = await answerWith({ status: 200, headers: { 'Content-Type': 'text/html' }, body });
  expect(response.headers.get('content-type')).toBe('text/html');
  expect(await response.text()).toBe('text');
});

test('sends a 204 without length and type', async () => {
  const { headers } = await answerWith({ status: 204 });
  expect([headers.get('content-length'), headers.get('content-type')]).toEqual([null, null]);
});

test('sends the headers of a GET without its body to HEAD', async () => {
  const response = await answerWith({ status: 200, body: { a: 1 } }, 'HEAD');
  expect([response.headers.get('content-length'), await response.text()]).toEqual(['7', '']);
});

test('names no server, forbids sniffing, and stores nothing unless told otherwise', async () => {
  const plain = (await answerWith({ status: 200 })).headers;
  expect([plain.get('server'), plain.get('x-powered-by')]).toEqual([null, null]);
  expect(plain.get('x-content-type-options')).toBe('nosniff');
  expect(plain.get('cache-control')).toBe('no-store');
  const cached = await answerWith({ status: 200, headers: { 'Cache-Control': 'max-age=60' } });
  expect(cached.headers.get('cache-control')).toBe('max-age=60');
});

test('closes on a client that does not take its response', async () => {
  const big = { status: 200, headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(50_000_000) };
  const routes = [{ method: 'GET' as const, path: '/', handle: async () => big }];
  const door = await openDoor([testMount(routes)], { limits: { responseTimeout: 100 } });
  const socket = await dial(door.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(socket, 'readable');
  await door.drain(60_000);
  expect((await readAll(socket)).length).toBeLessThan(50_000_000);
});

test('stops listening to a client that never stops sending', async () => {
  const door = await openDoor([testMount([])], { limits: { lingerTimeout: 50 } });
  const socket = await dial(door.port, 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n');
  expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 404 .*connection: close/s);
});

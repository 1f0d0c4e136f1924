import { expect, test } from 'vitest';
import type { HttpRequest } from '../../src/http/mount.ts';
import { openDoor, sendRaw, testMount } from './door.ts';

async function openAndWatch() {
  const seen: HttpRequest[] = [];
  const handle = async (request: HttpRequest) => ({ status: 200, body: { count: seen.push(request) } });
  const { port } = await openDoor([testMount([{ method: 'GET', path: '/x', handle }])]);
  const send = (headers: string) => sendRaw(port, `GET /x HTTP/1.1\r\n${headers}Connection: close\r\n\r\n`);
  return { send, seen };
}

test.each(['Authorization', 'Idempotency-Key', 'Content-Type', 'Host'])('refuses %s sent twice', async (name) => {
  const { send, seen } = await openAndWatch();
  const host = name === 'Host' ? '' : 'Host: x\r\n';
  expect(await send(`${host}${name}: a\r\n${name}: b\r\n`)).toMatch(/^HTTP\/1.1 400 .*invalid_request/s);
  expect(seen).toEqual([]);
});

test('refuses HTTP/1.1 without a host, and says why', async () => {
  const { send } = await openAndWatch();
  expect(await send('')).toMatch(/^HTTP\/1.1 400 .*request-id: .*host is missing/s);
});

test('hands headers over by their lower-case names', async () => {
  const { send, seen } = await openAndWatch();
  await send('Host: x\r\nAuthorization: Bearer k\r\nX-Note: a\r\nX-Note: b\r\n');
  expect(seen[0]?.headers).toMatchObject({ authorization: 'Bearer k', 'x-note': 'a, b' });
});

test('keeps a header named __proto__ an ordinary one', async () => {
  const { send, seen } = await openAndWatch();
  await send('Host: x\r\n__proto__: polluted\r\n');
  expect(Object.getPrototypeOf(seen[0]?.headers)).toBe(Object.prototype);
});

import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { dial, echo, gate, openDoor, readAll, sendRaw, testMount } from './door.ts';

const guid = /request-id: [0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\r\n/;
const host = 'Host: x\r\n';
const json = 'Content-Type: application/json\r\n';

describe('what Node cannot read as a request', () => {
  test.each([
    ['a line that is no request', 'NONSENSE\r\n\r\n'],
    ['an unknown method', `BREW /echo HTTP/1.1\r\n${host}\r\n`],
    ['an unknown version', `GET /echo HTTP/9.9\r\n${host}\r\n`],
    ['a bare line feed', `GET /echo HTTP/1.1\n${host}\n`],
    ['a header name with a space', `GET /echo HTTP/1.1\r\n${host}X Y: 1\r\n\r\n`],
    ['a NUL in a header', `GET /echo HTTP/1.1\r\n${host}X: a\0b\r\n\r\n`],
    ['a folded header', `GET /echo HTTP/1.1\r\n${host}X: a\r\n b: c\r\n\r\n`],
    ['two lengths', `POST /echo HTTP/1.1\r\n${host}${json}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    [
      'a length and chunks',
      `POST /echo HTTP/1.1\r\n${host}${json}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n`,
    ],
    ['a length below zero', `POST /echo HTTP/1.1\r\n${host}${json}Content-Length: -1\r\n\r\n`],
    [
      'a transfer encoding that hides chunks',
      `POST /echo HTTP/1.1\r\n${host}${json}Transfer-Encoding: xchunked\r\n\r\n`,
    ],
    ['a chunk size that is none', `POST /echo HTTP/1.1\r\n${host}${json}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
  ])('is answered 400 and closed: %s', async (_, text) => {
    const { port } = await openDoor([testMount([echo])]);
    const answer = await sendRaw(port, text);
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(answer).toMatch(guid);
    expect(answer).toContain('connection: close');
    expect(JSON.parse(answer.split('\r\n\r\n')[1]!)).toMatchObject({
      success: false,
      error: { code: 'invalid_request' },
    });
  });

  test('is answered 431 when its headers are too large', async () => {
    const { port } = await openDoor([testMount([echo])]);
    const answer = await sendRaw(port, `GET / HTTP/1.1\r\n${host}X: ${'x'.repeat(17_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 .*"code":"too_large"/s);
  });

  test('is answered 408 when it does not end', async () => {
    const limits = { headersTimeout: 50, requestTimeout: 50, connectionsCheckingInterval: 10 };
    const { port } = await openDoor([testMount([echo])], { limits });
    expect(await sendRaw(port, `GET / HTTP/1.1\r\n${host}`)).toMatch(/^HTTP\/1\.1 408 /);
  });
});

test('puts no error into the middle of a response', async () => {
  const full = gate();
  const handle = async () => ({ status: 200, headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(20_000_000) });
  const { port } = await openDoor([testMount([{ method: 'GET', path: '/big', handle }])]);
  const socket = await dial(port, `GET /big HTTP/1.1\r\n${host}\r\n`);
  await once(socket, 'readable');
  socket.write('NONSENSE\r\n\r\n', full.open);
  await full.opened;
  expect(await readAll(socket)).not.toContain('HTTP/1.1 400');
});

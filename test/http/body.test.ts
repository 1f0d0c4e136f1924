import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { dial, echo, openDoor, post, readAll, sendRaw, testMount } from './door.ts';

const open = (changes = {}) => openDoor([testMount([echo], changes)]);
const head = 'POST /echo HTTP/1.1\r\nHost: x\r\n';

test('hands over the parsed object and the text it came from', async () => {
  const { url } = await open();
  const response = await post(`${url}/echo`, '{"a": 1}', { 'content-type': 'application/json; charset=UTF-8' });
  expect(await response.json()).toEqual({ body: { a: 1 }, rawBody: '{"a": 1}' });
});

test('hands over undefined when nothing was sent', async () => {
  const { url } = await open();
  const response = await fetch(`${url}/echo`, { method: 'POST' });
  expect(await response.json()).toEqual({ body: 'nothing', rawBody: '' });
});

test('reads a body sent in chunks', async () => {
  const { port } = await open();
  const chunks = '3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n';
  const headers = 'Content-Type: application/json\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n';
  expect(await sendRaw(port, head + headers + chunks)).toContain('{"body":{"a":1},');
});

test('takes a body of exactly the limit and not a byte more', async () => {
  const { url } = await open({ bodyLimit: 9 });
  expect((await post(`${url}/echo`, '{"a":"b"}')).status).toBe(200);
  expect((await post(`${url}/echo`, '{"a":"bc"}')).status).toBe(413);
});

test('stops reading a chunked body at the limit', async () => {
  const { port } = await open({ bodyLimit: 9 });
  const headers = 'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
  const socket = await dial(port, `${head}${headers}ff\r\n${'x'.repeat(255)}\r\n0\r\n\r\n`);
  expect(await readAll(socket)).toMatch(/^HTTP\/1.1 413 .*connection: close/s);
});

test('says 413 to a client that is still sending 50 MB, and closes', async () => {
  const { url } = await open();
  const response = await post(`${url}/echo`, new Uint8Array(50_000_000));
  expect(response.status).toBe(413);
  expect(response.headers.get('connection')).toBe('close');
  expect(await response.json()).toMatchObject({ kind: 'too_large' });
});

test('refuses a length over the limit before a byte of it arrives', async () => {
  const { port } = await open();
  const socket = await dial(port, `${head}Content-Type: application/json\r\nContent-Length: 16385\r\n\r\n`);
  expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1.1 413 /);
});

test.each(['gzip', 'deflate', 'br', 'identity, gzip'])('never decodes %s', async (encoding) => {
  const { url } = await open();
  const response = await post(`${url}/echo`, '{}', { 'content-encoding': encoding });
  expect(response.status).toBe(415);
  expect(await response.json()).toMatchObject({ kind: 'unsupported_media_type' });
});

test('survives false gzip and a gzip bomb', async () => {
  const { url } = await open();
  const bomb = new Uint8Array(gzipSync(Buffer.alloc(20_000_000)));
  expect((await post(`${url}/echo`, 'not gzip', { 'content-encoding': 'gzip' })).status).toBe(415);
  expect((await post(`${url}/echo`, bomb, { 'content-encoding': 'gzip' })).status).toBe(415);
  expect((await post(`${url}/echo`, '{}')).status).toBe(200);
});

test.each(['text/plain', 'multipart/form-data; boundary=x', 'application/json; charset=utf-16', 'nonsense'])(
  'refuses %s',
  async (type) => {
    const { url } = await open();
    expect((await post(`${url}/echo`, '{}', { 'content-type': type })).status).toBe(415);
  },
);

test('takes the media types its mount asks for', async () => {
  const { url } = await open({ contentTypes: ['application/json', 'text/plain'] });
  expect((await post(`${url}/echo`, '{}', { 'content-type': 'text/plain;charset=UTF-8' })).status).toBe(200);
});

test('writes no file of an upload', async () => {
  const { url } = await open();
  const form = new FormData();
  form.append('file', new Blob(['x'.repeat(1000)]), 'upload.txt');
  expect((await fetch(`${url}/echo`, { method: 'POST', body: form })).status).toBe(415);
  expect((await readdir(tmpdir())).filter((name) => name.startsWith('upload_'))).toEqual([]);
});

test('refuses what is not UTF-8', async () => {
  const { url } = await open();
  const response = await post(`${url}/echo`, new Uint8Array(Buffer.from('{"a":"\xff"}', 'latin1')));
  expect(await response.json()).toMatchObject({ kind: 'invalid_body' });
});

test('lives through a million keys and 100,000 levels', async () => {
  const { url } = await open({ bodyLimit: 262_144 });
  const keys = (count: number) => `{${Array.from({ length: count }, (_, i) => `"${i}":1`).join()}}`;
  const depth = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect((await post(`${url}/echo`, depth)).status).toBe(400);
  expect((await post(`${url}/echo`, keys(1_000_000))).status).toBe(413);
  expect((await post(`${url}/echo`, keys(25_000))).status).toBe(200);
});

test('nests to the depth its mount allows, 8 unless told otherwise', async () => {
  const nine = `${'{"a":'.repeat(8)}{}${'}'.repeat(8)}`;
  const [strict, deep] = [await open(), await open({ maxDepth: 9 })];
  expect((await post(`${strict.url}/echo`, nine)).status).toBe(400);
  expect((await post(`${deep.url}/echo`, nine)).status).toBe(200);
});

test('logs nothing when a client leaves in the middle of its body', async () => {
  const door = await open();
  const socket = await dial(door.port, `${head}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a"`);
  socket.end();
  await readAll(socket);
  await door.drain(5_000);
  expect(door.logged).toEqual([]);
});

test('ignores the body of a method that takes none', async () => {
  const seen: unknown[] = [];
  const handle = async ({ body }: { body: unknown }) => ({ status: 200, body: { was: seen.push(body) } });
  const { port } = await openDoor([testMount([{ method: 'DELETE', path: '/x', handle }])]);
  const status = await new Promise((resolve) => {
    const headers = { 'content-length': 8 };
    request({ port, path: '/x', method: 'DELETE', headers }, ({ statusCode }) => resolve(statusCode)).end('not json');
  });
  expect([status, seen]).toEqual([200, [undefined]]);
});

import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { fault } from '../../src/http/faults.ts';
import type { HttpRequest, HttpResponse, Route } from '../../src/http/mount.ts';
import { dial, echo, gate, openDoor, post, readAll, sendRaw, testMount } from './door.ts';

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const get = (path: string, handle: Route['handle']): Route => ({ method: 'GET', path, handle });
const throwing = (thrown: unknown) => () => {
  throw thrown;
};

describe('a request id', () => {
  test('is on a success, whatever the client sent', async () => {
    const { url } = await openDoor([testMount([echo])]);
    const ids = { 'request-id': 'mine', 'x-request-id': 'mine', 'client-request-id': 'mine' };
    const first = (await post(`${url}/echo`, '{}', ids)).headers.get('request-id');
    const second = (await post(`${url}/echo`, '{}', ids)).headers.get('request-id');
    expect(first).toMatch(guid);
    expect(second).not.toBe(first);
  });

  test('is on a failure and the same in its body', async () => {
    const { url } = await openDoor([testMount([])]);
    const response = await fetch(`${url}/nope`);
    expect(await response.json()).toMatchObject({ requestId: response.headers.get('request-id') });
  });
});

describe('a failure leaves through the mount that owns the path', () => {
  const renderFault = ({ kind, status }: { kind: string; status: number }) => ({ status, body: `odd ${kind}` });
  const odd = testMount([{ ...echo, path: '/odd/echo' }], { owns: (path) => path.startsWith('/odd/'), renderFault });
  const open = () => openDoor([odd, testMount([echo])]);

  test.each([
    ['GET', '/odd/nope', 404, 'not_found'],
    ['GET', '/odd/echo', 405, 'method_not_allowed'],
    ['OPTIONS', '/odd/echo', 405, 'method_not_allowed'],
    ['TRACE', '/odd/nope', 404, 'not_found'],
    ['POST', '/odd/%zz', 400, 'invalid_request'],
    ['POST', '/%6fdd/%2e%2e/echo', 400, 'invalid_request'],
  ])('%s %s', async (method, path, status, kind) => {
    const { port } = await open();
    const answer = await sendRaw(port, `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain(`\r\n\r\nodd ${kind}`);
  });

  test('and in the plain envelope where none does', async () => {
    const { url } = await openDoor([odd]);
    const response = await fetch(`${url}/other`);
    expect(await response.json()).toMatchObject({ success: false, error: { code: 'not_found' } });
  });

  test('with the methods the path takes', async () => {
    const { url } = await open();
    const response = await fetch(`${url}/echo`, { method: 'DELETE' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test.each(['//', '//evil.example/echo', '/\\evil', '*', 'http://[', 'http://x/echo'])(
    'and the process lives after %s',
    async (target) => {
      const { port, url } = await open();
      const answer = await sendRaw(port, `GET ${target} HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 40[04] /);
      expect((await fetch(`${url}/livez`)).status).toBe(200);
    },
  );
});

describe('a handler', () => {
  test('gets its parameters, its query and its path as received', async () => {
    const seen: HttpRequest[] = [];
    const handle = async (request: HttpRequest) => ({ status: 204, body: void seen.push(request) });
    const { url } = await openDoor([testMount([get('/users/:user', handle)])]);
    await fetch(`${url}/users/a%2520b?x=1&x=2`);
    expect(seen[0]).toMatchObject({
      method: 'GET',
      path: '/users/a%2520b',
      params: { user: 'a%20b' },
      body: undefined,
    });
    expect(seen[0]?.query.getAll('x')).toEqual(['1', '2']);
    expect(seen[0]?.remoteAddress).toBe('127.0.0.1');
  });

  test.each([
    ['throws at once', throwing(new Error('canary'))],
    ['throws a string', throwing('canary')],
    ['rejects', () => Promise.reject(new Error('canary'))],
    ['answers what no JSON can hold', async () => ({ status: 200, body: { big: 1n } })],
    ['answers a header that is none', async () => ({ status: 200, headers: { x: 'a\r\nb: canary' } })],
  ])('that %s is answered 500 without its cause, which is logged once', async (_, handle) => {
    const { url, logged } = await openDoor([testMount([get('/', handle as Route['handle'])])]);
    const response = await fetch(url);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain('canary');
    expect(logged).toHaveLength(1);
    expect(logged[0]).toMatchObject({ requestId: response.headers.get('request-id'), err: expect.anything() });
  });

  test('that throws a fault is answered with it and logs nothing', async () => {
    const handle = throwing(fault('unavailable', 'Later.', { headers: { 'retry-after': '7' } }));
    const { url, logged } = await openDoor([testMount([get('/', handle)])]);
    const response = await fetch(url);
    expect([response.status, response.headers.get('retry-after'), logged]).toEqual([503, '7', []]);
  });

  test('with a status that is none costs its connection, not the process', async () => {
    const { url, logged } = await openDoor([testMount([get('/', async () => ({ status: 9 }))])]);
    await expect(fetch(url)).rejects.toThrow();
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    expect(logged).toHaveLength(1);
  });

  test('hears that its client is gone, and its end is no failure then', async () => {
    const started = gate();
    const heard = gate();
    const handle = ({ signal }: HttpRequest) =>
      new Promise<HttpResponse>((_, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason);
          heard.open();
        });
        started.open();
      });
    const door = await openDoor([testMount([get('/', handle)])]);
    const socket = await dial(door.port, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await started.opened;
    socket.destroy();
    await heard.opened;
    await door.drain(5_000);
    expect(door.logged).toEqual([]);
  });
});

test('a renderer that fails is replaced by the plain envelope', async () => {
  const { url, logged } = await openDoor([testMount([], { renderFault: throwing(new Error('canary')) })]);
  const response = await fetch(`${url}/nope`);
  expect(await response.json()).toMatchObject({ success: false, error: { code: 'not_found' } });
  expect(logged).toHaveLength(1);
});

test('health answers while everything else is refused for being too much', async () => {
  const { opened, open } = gate();
  const started = gate();
  const handle = async () => {
    started.open();
    await opened;
    return { status: 200, body: 'late' };
  };
  const { url } = await openDoor([testMount([get('/slow', handle)])], { limits: { maxInFlight: 1 } });
  const slow = fetch(`${url}/slow`);
  await started.opened;
  const refused = await fetch(`${url}/slow`);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  open();
  expect((await slow).status).toBe(200);
});

test('an upgrade or an unknown expectation is an ordinary request', async () => {
  const { port } = await openDoor([testMount([get('/', async () => ({ status: 200 }))])]);
  const upgrade = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n';
  const socket = await dial(port, upgrade);
  expect(String((await once(socket, 'data'))[0])).toMatch(/^HTTP\/1\.1 200 /);
  const expectation = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: tea\r\n\r\n';
  expect(await readAll(await dial(port, expectation))).toMatch(/^HTTP\/1\.1 200 .*request-id: /s);
});

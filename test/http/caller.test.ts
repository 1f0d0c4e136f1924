import { expect, it } from 'vitest';
import { callerOf } from '../../src/http/caller.ts';
import type { HttpRequest } from '../../src/http/mount.ts';

function request(method: string, authorization?: string): HttpRequest {
  return {
    ...{ requestId: '', method, path: '/', query: new URLSearchParams(), params: {}, rawBody: '', body: undefined },
    headers: { authorization },
    remoteAddress: '192.0.2.1',
    signal: new AbortController().signal,
  };
}

it('reads the key and the address', () => {
  const caller = { key: 'ak_live_x', address: '192.0.2.1', use: 'read' };
  expect(callerOf(request('GET', 'Bearer ak_live_x'))).toEqual(caller);
  expect(callerOf(request('GET', 'bearer ak_live_x'))).toEqual(caller);
});

it.each([
  undefined,
  '',
  'Bearer',
  'Bearer ',
  'Basic ak_live_x',
  'Bearer ak_live_x ak_live_y',
  'Bearer ak_live_x, Bearer ak_live_y',
  ` Bearer ak_live_x`,
  `Bearer ${'a'.repeat(129)}`,
  'Bearer ak_live_\u00e9',
])('finds no key in %j', (authorization) => {
  expect(callerOf(request('GET', authorization)).key).toBe('');
});

it.each([
  ['GET', 'read'],
  ['HEAD', 'read'],
  ['POST', 'write'],
  ['PATCH', 'write'],
  ['DELETE', 'write'],
])('takes %s for a %s', (method, use) => {
  expect(callerOf(request(method)).use).toBe(use);
});

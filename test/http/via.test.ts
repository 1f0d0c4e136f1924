import { describe, expect, it } from 'vitest';
import { machine } from '../../src/hallway/machine.ts';
import type { HttpRequest } from '../../src/http/mount.ts';
import { viaOf } from '../../src/http/via.ts';

function via(method: string, key?: string) {
  const request: HttpRequest = {
    ...{ requestId: 'request-1', method, path: '/toggle', query: new URLSearchParams(), params: {}, rawBody: '{}' },
    ...{ headers: { 'idempotency-key': key }, body: {}, remoteAddress: '192.0.2.1' },
    signal: new AbortController().signal,
  };
  return viaOf(machine, 'key_1', request);
}

const plain = { channel: 'rest', requestId: 'request-1' };

describe('viaOf', () => {
  it('claims what a POST with an Idempotency-Key asks for', () => {
    const hash = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(via('POST', 'one')).toEqual({ ...plain, claim: { id: hash, fingerprint: hash } });
  });

  it('claims nothing without one, and nothing for another method', () => {
    expect(via('POST')).toEqual(plain);
    expect(via('GET', '')).toEqual(plain);
    expect(via('DELETE', 'one')).toEqual(plain);
  });

  it.each(['', 'k'.repeat(256), 'clé', 'a\tb', '\u007f'])('refuses the Idempotency-Key %j', (key) => {
    expect(() => via('POST', key)).toThrow('The Idempotency-Key must be 1 to 255 printable ASCII characters.');
  });

  it('takes every printable character, 255 of them', () => {
    const printable = Array.from({ length: 95 }, (_, n) => String.fromCharCode(0x20 + n)).join('');
    for (const key of [printable, '~'.repeat(255)]) expect(via('POST', key).claim).toBeDefined();
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { admission, type Caller } from '../../src/core/admission.ts';
import { formatKey, type KeyRecord } from '../../src/core/keys.ts';
import { organization } from './fakes/access.ts';
import { virtualRuntime } from './fakes/runtime.ts';

const key = formatKey('k'.repeat(36));
const record: KeyRecord = { id: 'key_1', organization, name: 'script', scopes: ['policies:read'], createdAt: 0 };
const reader: Caller = { key, address: '192.0.2.1', use: 'read' };
const stranger: Caller = { key: 'ak_live_guess', address: '192.0.2.1', use: 'write' };

let hits: string[];
let full: Record<string, number>;

beforeEach(() => {
  hits = [];
  full = {};
});

function counter(name: string) {
  return {
    hit: async (of: string) => {
      hits.push(`${name} ${of}`);
      return full[name];
    },
  };
}

function door(found?: KeyRecord) {
  const rates = { read: counter('read'), write: counter('write'), strangers: counter('strangers') };
  return admission({ keys: { findByDigest: async () => found }, rates, runtime: virtualRuntime() });
}

describe('a key that works', () => {
  it('says who holds it, and nothing of what it may do', async () => {
    const holder = { kind: 'key', organization, keyId: 'key_1', name: 'script' };
    expect(await door(record)(reader)).toEqual(holder);
  });

  it('is counted as what it is used for', async () => {
    await door(record)(reader);
    await door(record)({ ...reader, use: 'write' });
    expect(hits).toEqual(['read key_1', 'write key_1']);
  });

  it('is refused when it was used too often, with the wait in whole seconds', async () => {
    full = { read: 12_001 };
    const refusal = { refusal: 'throttled', retryAfterS: 13 };
    await expect(door(record)(reader)).rejects.toMatchObject(refusal);
    await expect(door(record)(reader)).rejects.toThrow(
      'This API key has sent too many reads. Try again in 13 seconds.',
    );
    await door(record)({ ...reader, use: 'write' });
  });

  it('is not counted when it has no limit', async () => {
    full = { read: 1, write: 1 };
    await door({ ...record, unlimited: true })(reader);
    expect(hits).toEqual([]);
  });
});

describe('a key that does not work', () => {
  it('is counted for its address, and told the same whatever it is', async () => {
    for (const caller of [stranger, { ...stranger, key: '' }]) {
      await expect(door(record)(caller)).rejects.toMatchObject({ refusal: 'unauthenticated' });
    }
    await expect(door()(reader)).rejects.toThrow('Send a valid API key as "Authorization: Bearer ak_live_…".');
    expect(hits).toEqual(Array(3).fill('strangers 192.0.2.1'));
  });

  it('is refused when its address has sent too many of them', async () => {
    full = { strangers: 500 };
    await expect(door(record)(stranger)).rejects.toMatchObject({ refusal: 'throttled', retryAfterS: 1 });
  });
});

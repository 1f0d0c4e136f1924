import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { findKey, formatKey, type KeyRecord, type Keys, looksLikeKey } from '../../src/core/keys.ts';
import { organization } from './fakes/access.ts';
import { virtualRuntime } from './fakes/runtime.ts';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const character = fc.constantFrom(...alphabet);
const randomParts = fc.string({ unit: character, minLength: 36, maxLength: 36 });
const runs = { numRuns: 1000 };

describe('formatKey', () => {
  it('makes ak_live_ and 42 characters, and the result looks like a key', () => {
    fc.assert(
      fc.property(randomParts, (random) => {
        const key = formatKey(random);
        expect(key).toMatch(/^ak_live_[0-9A-Za-z]{42}$/);
        expect(looksLikeKey(key)).toBe(true);
      }),
      runs,
    );
  });

  it('ends in the CRC-32 of the random part, in base 62', () => {
    fc.assert(
      fc.property(randomParts, (random) => {
        const digits = [...formatKey(random).slice(-6)].map((digit) => alphabet.indexOf(digit));
        expect(digits.reduce((sum, digit) => sum * 62 + digit, 0)).toBe(crc32(random));
      }),
      runs,
    );
  });
});

describe('looksLikeKey', () => {
  it('sees any one changed character after the prefix', () => {
    const place = fc.integer({ min: 8, max: 49 });
    fc.assert(
      fc.property(randomParts, place, character, (random, at, other) => {
        const key = formatKey(random);
        fc.pre(key[at] !== other);
        expect(looksLikeKey(key.slice(0, at) + other + key.slice(at + 1))).toBe(false);
      }),
      runs,
    );
  });

  it('takes no other text for one', () => {
    const key = formatKey('a'.repeat(36));
    fc.assert(
      fc.property(fc.string(), (text) => !looksLikeKey(text)),
      runs,
    );
    for (const text of [` ${key}`, `${key}\n`, key.toUpperCase(), key.slice(0, -1), `${key}0`, `${key}${key}`, '']) {
      expect(looksLikeKey(text)).toBe(false);
    }
  });
});

describe('findKey', () => {
  const runtime = virtualRuntime();
  const key = formatKey('k'.repeat(36));
  const record: KeyRecord = { id: 'key_1', organization, name: 'script', scopes: ['policies:read'], createdAt: 0 };
  let asked: string[];

  beforeEach(() => {
    asked = [];
  });

  it('finds a key that works by the hash of all of it', async () => {
    expect(await findKey(keysWith(record), runtime, key)).toBe(record);
    expect(asked).toEqual([runtime.sha256(key)]);
  });

  it('finds none that was revoked or has run out', async () => {
    expect(await findKey(keysWith(undefined), runtime, key)).toBeUndefined();
  });

  it('does not ask the store about a text that is no key', async () => {
    expect(await findKey(keysWith(record), runtime, `${key.slice(0, -1)}_`)).toBeUndefined();
    expect(asked).toEqual([]);
  });

  function keysWith(found: KeyRecord | undefined): Pick<Keys, 'findByDigest'> {
    return {
      findByDigest: async (digest) => {
        asked.push(digest);
        return found;
      },
    };
  }
});

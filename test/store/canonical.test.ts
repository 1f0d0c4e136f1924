import { expect, test } from 'vitest';
import { canonicalJson, sha256 } from '../../src/store/canonical.ts';

test('sorts names at every level and leaves out what is undefined', () => {
  const value = { b: 1, a: { d: [{ z: null, y: true }], c: undefined }, B: 'ß' };
  expect(canonicalJson(value)).toBe('{"B":"ß","a":{"d":[{"y":true,"z":null}]},"b":1}');
});

test('keeps the order of lists', () => {
  expect(canonicalJson([3, 1, 2])).toBe('[3,1,2]');
});

test('keeps a name that looks like a prototype as data', () => {
  expect(canonicalJson(JSON.parse('{"b":1,"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1},"b":1}');
});

test('hashes the text as UTF-8', () => {
  const known = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(sha256('abc')).toBe(known);
  expect(sha256('ß')).not.toBe(sha256('\ufffd'));
});

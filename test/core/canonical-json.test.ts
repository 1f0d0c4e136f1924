import { expect, test } from 'vitest';
import { canonicalJson } from '../../src/core/canonical-json.ts';

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

import { expect, test } from 'vitest';
import { sha256 } from '../../src/store/sha256.ts';

test('hashes the text as UTF-8', () => {
  const known = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(sha256('abc')).toBe(known);
  expect(sha256('ß')).not.toBe(sha256('\ufffd'));
});

import { expect, test } from 'vitest';
import { ago, left, utc } from '../../src/cards/time.ts';

const minute = 60_000;
const hour = 60 * minute;

test('a time names day, month, year and zone', () => {
  expect(utc(Date.UTC(2026, 10, 22, 8, 4, 59))).toBe('22 Nov 2026 08:04 UTC');
  expect(utc(Date.UTC(2027, 0, 1))).toBe('1 Jan 2027 00:00 UTC');
});

test.each([
  [-5_000, 'just now'],
  [59_000, 'just now'],
  [6 * minute, '6 min ago'],
  [59 * minute, '59 min ago'],
  [3 * hour, '3 h ago'],
  [47 * hour, '47 h ago'],
  [50 * hour, '2 days ago'],
])('%i ms after it happened, something is %s', (passed, words) => {
  expect(ago(0, passed)).toBe(words);
});

test('what is left is never less than a minute', () => {
  expect(left(10 * minute, 0)).toBe('10 min');
  expect(left(10 * minute, 1_000)).toBe('10 min');
  expect(left(0, minute)).toBe('1 min');
});

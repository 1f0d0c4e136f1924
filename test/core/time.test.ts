import { expect, it } from 'vitest';
import { newestFirst, parseTime } from '../../src/core/time.ts';

it.each([
  ['2026-11-22T05:00:00Z', Date.UTC(2026, 10, 22, 5)],
  ['2022-09-09T9:59:27.958Z', Date.UTC(2022, 8, 9, 9, 59, 27, 958)],
  ['2026-11-22T05:00:00.1234567Z', Date.UTC(2026, 10, 22, 5, 0, 0, 123)],
  ['2026-11-22T05:00:00', Date.UTC(2026, 10, 22, 5)],
  ['2026-11-22T05:00:00+02:00', Date.UTC(2026, 10, 22, 3)],
  ['2026-11-22T05:00:00-01:30', Date.UTC(2026, 10, 22, 6, 30)],
])('reads %s', (text, time) => {
  expect(parseTime(text)).toBe(time);
});

it.each([null, '', 'yesterday', '2026-11-22', '2026-11-22T05:00Z', '20261122T050000Z'])(
  'reads nothing in %s',
  (text) => {
    expect(parseTime(text)).toBeUndefined();
  },
);

it('puts the newest first, and last what has no time', () => {
  const times = ['2022-09-09T9:59:27Z', null, '2026-01-01T00:00:00Z', '2022-09-09T10:00:00.5Z'];
  expect(newestFirst(times, (time) => time)).toEqual([times[2], times[3], times[0], null]);
});

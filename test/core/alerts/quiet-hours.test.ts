import { describe, expect, it } from 'vitest';
import { isZone, nextAt, quietUntil } from '../../../src/core/alerts/quiet-hours.ts';

const night = { quiet: { from: '22:00', to: '07:00' }, zone: 'Europe/Oslo' };
const lunch = { quiet: { from: '11:00', to: '13:00' }, zone: 'UTC' };

describe('quiet hours', () => {
  it.each([
    ['2026-11-22T21:30:00Z', night, '2026-11-23T06:00:00Z'],
    ['2026-11-22T05:59:30Z', night, '2026-11-22T06:00:00Z'],
    ['2026-11-22T06:00:00Z', night, undefined],
    ['2026-11-22T20:59:00Z', night, undefined],
    ['2026-11-22T11:00:00Z', lunch, '2026-11-22T13:00:00Z'],
    ['2026-11-22T13:00:00Z', lunch, undefined],
    ['2026-11-22T23:00:00Z', { zone: 'UTC' }, undefined],
  ])('at %s, of %o, end at %s', (now, terms, end) => {
    expect(quietUntil(terms, Date.parse(now))).toBe(end === undefined ? undefined : Date.parse(end));
  });

  it('end at the hour people see, also in the night the clocks are moved', () => {
    expect(nextAt('Europe/Oslo', 7 * 60, Date.parse('2026-10-24T22:30:00Z'))).toBe(Date.parse('2026-10-25T06:00:00Z'));
    expect(nextAt('Europe/Oslo', 7 * 60, Date.parse('2026-03-28T22:30:00Z'))).toBe(Date.parse('2026-03-29T05:00:00Z'));
  });

  it.each([
    ['is skipped', '2026-03-27T12:00:00Z', ['2026-03-28T01:30:00Z', '2026-03-29T01:30:00Z', '2026-03-30T00:30:00Z']],
    ['comes twice', '2026-10-23T12:00:00Z', ['2026-10-24T00:30:00Z', '2026-10-25T00:30:00Z', '2026-10-26T01:30:00Z']],
  ])('half past two is once a night, also where it %s', (_name, from, expected) => {
    const found: number[] = [];
    for (const _night of expected) found.push(nextAt('Europe/Oslo', 150, found.at(-1) ?? Date.parse(from)));
    expect(found.map((at) => new Date(at).toISOString())).toEqual(expected.map((at) => at.replace('Z', '.000Z')));
  });
});

it.each([
  ['Europe/Oslo', true],
  ['UTC', true],
  ['Mars/Phobos', false],
  ['', false],
])('knows whether %s is a time zone', (zone, known) => {
  expect(isZone(zone)).toBe(known);
});

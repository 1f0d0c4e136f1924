import { describe, expect, test } from 'vitest';
import { afterOne, conversationRules, mayGo, type Pace, tenantRules } from '../../src/store/send-pace.ts';

/** When messages go that are always waiting, until `untilMs`. */
function goings(rules: typeof conversationRules, untilMs: number, stepMs: number): readonly number[] {
  const at: number[] = [];
  let pace: Pace = { key: 'key', short_at: 0, long_at: 0 };
  for (let now = 1_000_000; now < 1_000_000 + untilMs; now += stepMs) {
    for (; mayGo(rules, pace, now); pace = afterOne(rules, pace, now)) at.push(now);
  }
  return at;
}

function mostIn(windowMs: number, at: readonly number[]): number {
  return Math.max(...at.map((start) => at.filter((one) => one >= start && one < start + windowMs).length));
}

describe('in one conversation', () => {
  const at = goings(conversationRules, 2 * 3_600_000, 100);

  // Teams' own limits are 7, 8, 60 and 1,800, for answers to people too.
  test.each([
    { windowMs: 1_000, most: 6 },
    { windowMs: 2_000, most: 7 },
    { windowMs: 30_000, most: 40 },
    { windowMs: 3_600_000, most: 1_600 },
  ])('go at most $most messages in $windowMs ms', ({ windowMs, most }) => {
    expect(mostIn(windowMs, at)).toBeLessThanOrEqual(most);
  });

  test('go 1,500 messages in an hour all the same', () => {
    expect(at.length).toBeGreaterThan(2 * 1_500);
  });
});

test('in one tenant go at most 40 messages a second, and 20 for ever', () => {
  const at = goings(tenantRules, 60_000, 10);
  expect(mostIn(1_000, at)).toBeLessThanOrEqual(40);
  expect(at.length).toBeGreaterThanOrEqual(60 * 20);
});

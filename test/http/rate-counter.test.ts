import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { memoryRateCounter } from '../../src/http/rate-counter.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

it('lets through exactly so many a minute, over three windows', async () => {
  const counter = memoryRateCounter(60);
  for (let window = 0; window < 3; window++) {
    const waits = [];
    for (let n = 0; n < 63; n++) waits.push(await counter.hit('key'));
    expect(waits.slice(0, 60)).toEqual(Array(60).fill(undefined));
    expect(waits.slice(60)).toEqual(Array(3).fill(60_000));
    vi.advanceTimersByTime(60_000);
  }
});

it('counts each key by itself', async () => {
  const counter = memoryRateCounter(1);
  expect([await counter.hit('one'), await counter.hit('other')]).toEqual([undefined, undefined]);
  vi.advanceTimersByTime(20_000);
  expect(await counter.hit('one')).toBe(40_000);
});

import { describe, expect, it } from 'vitest';
import { fail } from '../../src/graph/faults.ts';
import { pauseMs, readBudget, retried, writeBudget } from '../../src/graph/retry.ts';
import { fakeClock } from './fake-clock.ts';

const busy = () => new Response(null, { status: 503 });

function attempts(budget = readBudget, totalMs = budget.totalMs) {
  const clock = fakeClock();
  const timeouts: number[] = [];
  const run = (outcome: () => Promise<Response> | Response) =>
    retried(clock, budget, clock.now() + totalMs, async (timeoutMs) => {
      timeouts.push(timeoutMs);
      return outcome();
    });
  return { clock, timeouts, run };
}

it('tries three times at most, each within the time of one try', async () => {
  const { run, timeouts } = attempts();
  expect((await run(busy)).status).toBe(503);
  expect(timeouts).toEqual([5_000, 5_000, 5_000]);
});

it('gives the last try only what is left of the whole', async () => {
  const { run, timeouts, clock } = attempts();
  await run(() => {
    clock.pass(4_000);
    return busy();
  });
  expect(timeouts.slice(0, 2)).toEqual([5_000, 5_000]);
  expect(timeouts[2]).toBeLessThan(1_000);
});

it('ends at the deadline with what it has', async () => {
  const { run, timeouts } = attempts(readBudget, 100);
  expect((await run(busy)).status).toBe(503);
  expect(timeouts).toEqual([100]);
});

it('repeats a reading that timed out, but no write', async () => {
  const timeout = () => fail({ fault: 'timeout' });
  const reading = attempts(readBudget);
  await expect(reading.run(timeout)).rejects.toMatchObject({ customError: { fault: 'timeout' } });
  expect(reading.timeouts).toHaveLength(3);
  const writing = attempts(writeBudget);
  await expect(writing.run(timeout)).rejects.toMatchObject({ customError: { fault: 'timeout' } });
  expect(writing.timeouts).toEqual([8_000]);
});

it('hands on mistakes of ours as they are', async () => {
  const mistake = new TypeError('oops');
  await expect(attempts().run(() => Promise.reject(mistake))).rejects.toBe(mistake);
});

describe('the pause', () => {
  it('is what the answer asks for', () => {
    expect(pauseMs(0, { status: 503, retryAfterS: 0.5 })).toBe(500);
  });

  it('doubles without being the same for everyone, and is longer when throttled', () => {
    for (const tries of [0, 1, 2]) {
      const throttled = pauseMs(tries, { status: 429 });
      expect(throttled).toBeGreaterThanOrEqual(1_200 * 2 ** tries);
      expect(throttled).toBeLessThanOrEqual(1_500 * 2 ** tries);
      expect(pauseMs(tries, { status: 503 })).toBeLessThan(throttled);
    }
  });
});

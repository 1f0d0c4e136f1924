import type { Clock } from '../../src/graph/retry.ts';

/** A clock that only moves when somebody sleeps, or is told to. */
export function fakeClock(): Clock & { slept: number[]; pass(ms: number): void } {
  let now = Date.now();
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    async sleep(ms) {
      slept.push(ms);
      now += ms;
    },
  };
}

import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import type { RateCounter } from '../core/rate-limits.ts';

const windowS = 60;

/** At most `most` hits a minute and key, in this process. */
export function memoryRateCounter(most: number): RateCounter {
  const limiter = new RateLimiterMemory({ points: most, duration: windowS });
  return {
    hit: (key) =>
      limiter.consume(key).then(
        () => undefined,
        ({ msBeforeNext }: RateLimiterRes) => msBeforeNext,
      ),
  };
}

/** Requests a minute. */
export type RateLimits = { readsPerMinute: number; writesPerMinute: number; strangersPerMinute: number };

/** For each API key; and for each address, of requests without a key that works. */
export const defaultRateLimits: RateLimits = { readsPerMinute: 60, writesPerMinute: 10, strangersPerMinute: 30 };

/** Counts uses by key in windows of a minute, each of which begins with its first use. */
export type RateCounter = {
  /** Counts one more; resolves with the milliseconds to wait when there were too many already. */
  hit(key: string): Promise<number | undefined>;
};

import { LRUCache } from 'lru-cache';
import { isRefusal } from '../core/errors.ts';

const keptMs = 5 * 60_000;
const most = 2_000;

/**
 * Reading goes on while the database does not answer: then what it said last still counts, for a few minutes. Nothing
 * is written on the strength of it, for an intent needs the database.
 */
export function lastKnown<Args extends readonly unknown[], T>(
  read: (...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  const known = new LRUCache<string, { value: T }>({ max: most, ttl: keptMs });

  return async (...args) => {
    const key = JSON.stringify(args);
    try {
      const value = await read(...args);
      known.set(key, { value });
      return value;
    } catch (thrown) {
      const last = known.get(key);
      if (!last || (isRefusal(thrown) && thrown.refusal !== 'unavailable')) throw thrown;
      return last.value;
    }
  };
}

import { LRUCache } from 'lru-cache';
import type { Clock } from './retry.ts';

export type ReadCache<T> = {
  /** `fresh`: nothing that was asked of Graph before this moment. */
  get(key: string, fresh: boolean): Promise<T>;
  /** What is kept or under way may be outdated: the next reader asks anew. */
  drop(key: string): void;
};

type Flight<T> = { result: Promise<T>; following?: Promise<T> };

/** Keeps what `load` returns for `keepMs` (0: not at all); however many ask at the same time, one loads for all. */
export function readCache<T extends object>(
  keepMs: number,
  clock: Pick<Clock, 'now'>,
  load: (key: string, fresh: boolean) => Promise<T>,
): ReadCache<T> {
  const kept = new LRUCache<string, T>({ max: 500, ttl: Math.max(1, keepMs), ttlResolution: 0, perf: clock });
  const flights = new Map<string, Flight<T>>();

  function start(key: string, fresh: boolean): Promise<T> {
    const flight: Flight<T> = { result: load(key, fresh) };
    flights.set(key, flight);
    flight.result.then(
      (value) => land(key, flight, value),
      () => land(key, flight),
    );
    return flight.result;
  }

  /** A flight that was dropped lands for those who wait for it, and for nobody else. */
  function land(key: string, flight: Flight<T>, value?: T): void {
    if (flights.get(key) !== flight) return;
    flights.delete(key);
    if (value && keepMs > 0) kept.set(key, value);
  }

  /** Who wants it fresh cannot join a flight under way, but all of them share the one after it. */
  function after(key: string, flight: Flight<T>): Promise<T> {
    flight.following ??= flight.result.then(
      () => join(key, true),
      () => join(key, true),
    );
    return flight.following;
  }

  function join(key: string, fresh: boolean): Promise<T> {
    return flights.get(key)?.result ?? start(key, fresh);
  }

  async function get(key: string, fresh: boolean): Promise<T> {
    const flight = flights.get(key);
    if (fresh) return flight ? after(key, flight) : start(key, true);
    return kept.get(key) ?? join(key, false);
  }

  function drop(key: string): void {
    kept.delete(key);
    flights.delete(key);
  }

  return { get, drop };
}

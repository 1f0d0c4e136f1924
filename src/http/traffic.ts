import { setTimeout as sleep } from 'node:timers/promises';
import { fault } from './faults.ts';
import type { Limits } from './limits.ts';

/** Counts what is under way, refuses what is too much, and knows when all of it is done. */
export type Traffic = {
  draining(): boolean;
  /** Runs a handler, or throws the fault `unavailable`. */
  run<T>(method: string, abort: AbortController, handle: () => Promise<T>): Promise<T>;
  /** Follows an exchange until its response is out. */
  follow(exchange: Promise<void>): void;
  /** Refuses new work; resolves when everything followed has ended, or aborts it at the deadline. */
  drain(deadlineMs: number): Promise<void>;
};

export function createTraffic(limits: Limits, lagMs: () => number): Traffic {
  const running = new Set<AbortController>();
  const exchanges = new Set<Promise<void>>();
  let draining = false;

  function refusal(method: string): string | undefined {
    if (draining) return 'The server is shutting down';
    if (running.size >= limits.maxInFlight) return 'The server is busy';
    return method === 'GET' && lagMs() > limits.shedReadsLag ? 'The server is busy' : undefined;
  }

  async function run<T>(method: string, abort: AbortController, handle: () => Promise<T>): Promise<T> {
    const reason = refusal(method);
    if (reason) throw unavailable(reason, limits.retryAfterS);
    running.add(abort);
    try {
      return await handle();
    } finally {
      running.delete(abort);
    }
  }

  function follow(exchange: Promise<void>): void {
    exchanges.add(exchange);
    void exchange.finally(() => exchanges.delete(exchange));
  }

  async function drain(deadlineMs: number): Promise<void> {
    draining = true;
    const timer = new AbortController();
    await Promise.race([allDone(exchanges), sleep(deadlineMs, undefined, { signal: timer.signal }).catch(() => {})]);
    timer.abort();
    for (const abort of running) abort.abort(new Error('The server is shutting down.'));
  }

  return { draining: () => draining, run, follow, drain };
}

async function allDone(exchanges: ReadonlySet<Promise<void>>): Promise<void> {
  while (exchanges.size > 0) await Promise.allSettled(exchanges);
}

function unavailable(reason: string, retryAfterS: number) {
  const headers = { 'retry-after': String(retryAfterS) };
  return fault('unavailable', `${reason}. Send the request again in ${retryAfterS} seconds.`, { headers });
}

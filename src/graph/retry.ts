import type { Runtime } from '../core/runtime.ts';
import { type Answer, headerFacts } from './answer.ts';
import { type Fault, fail, faultOf } from './faults.ts';

export type Clock = Pick<Runtime, 'now' | 'sleep'>;

export type Budget = {
  tryMs: number;
  totalMs: number;
  statuses: readonly number[];
  faults: readonly Fault['fault'][];
};

const passing = [429, 502, 503, 504];

export const readBudget: Budget = {
  tryMs: 5_000,
  totalMs: 10_000,
  statuses: passing,
  faults: ['notSent', 'lost', 'timeout'],
};

/** Every write sets a constant, so repeating a lost one is safe. One that timed out may still be under way. */
export const writeBudget: Budget = { tryMs: 8_000, totalMs: 20_000, statuses: passing, faults: ['notSent', 'lost'] };

/** For a write that would take effect twice: a 429 or 503 says that it did not. */
export const onceBudget: Budget = { ...writeBudget, statuses: [429, 503], faults: ['notSent'] };

export const tokenBudget: Budget = {
  tryMs: 10_000,
  totalMs: 15_000,
  statuses: [500, 502, 503, 504],
  faults: ['notSent', 'lost', 'timeout'],
};

export const maxRetries = 2;
/** Longer than this nobody waits: the refusal then says when to come back. */
export const maxWaitMs = 5_000;

/** Tries again while that is safe, can help and fits the time left. Ends with the last response, or throws the last fault. */
export async function retried(
  clock: Clock,
  budget: Budget,
  deadline: number,
  attempt: (timeoutMs: number) => Promise<Response>,
): Promise<Response> {
  for (let tries = 0; ; tries += 1) {
    const timeoutMs = Math.max(1, Math.floor(Math.min(budget.tryMs, deadline - clock.now())));
    const result = await attempt(timeoutMs).catch(faultOf);
    const waitMs = waitBefore(budget, tries, result);
    if (waitMs > maxWaitMs || clock.now() + waitMs >= deadline) return handOn(result);
    await clock.sleep(waitMs);
  }
}

function handOn(result: Response | Fault): Response {
  return result instanceof Response ? result : fail(result);
}

function mayRepeat({ statuses, faults }: Budget, result: Response | Fault): boolean {
  return result instanceof Response ? statuses.includes(result.status) : faults.includes(result.fault);
}

/** Milliseconds; without end when trying again is not safe or would not help. */
function waitBefore(budget: Budget, tries: number, result: Response | Fault): number {
  if (tries >= maxRetries || !mayRepeat(budget, result)) return Number.POSITIVE_INFINITY;
  if (!(result instanceof Response)) return pauseMs(tries, { status: 0 });
  return pauseMs(tries, { status: result.status, ...headerFacts((name) => result.headers.get(name)) });
}

/** What the answer asks for; else longer each time, and a little different for everyone. */
export function pauseMs(tries: number, { status, retryAfterS }: Pick<Answer, 'status' | 'retryAfterS'>): number {
  if (retryAfterS !== undefined) return retryAfterS * 1000;
  return (status === 429 ? 1_200 : 400) * 2 ** tries * (1 + Math.random() / 4);
}

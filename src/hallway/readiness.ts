import { remembered } from '../core/remembered.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Readiness } from '../http/health.ts';

type Checks = Readonly<Record<string, () => boolean | Promise<boolean>>>;

/** The store shows that it is well by a durable commit, and anybody may ask: one a second is enough. */
const knownMs = 1_000;

/** Whether every check is fine, looked at no more often than once a second. */
export function readinessOf(checks: Checks, runtime: Pick<Runtime, 'now'>): () => Promise<Readiness> {
  const ask = remembered<Readiness>(runtime, () => knownMs);
  return () => ask('', () => look(checks));
}

async function look(checks: Checks): Promise<Readiness> {
  const seen = Object.entries(checks).map(async ([name, check]) => [name, await check()] as const);
  const found = Object.fromEntries(await Promise.all(seen));
  return { ready: Object.values(found).every(Boolean), checks: found };
}

import { type DriftPorts, driftKind, watchDrift } from '../core/drift/watch-drift.ts';
import type { DueItem, DueTable } from '../core/due.ts';

export type DriftJobPorts = Omit<DriftPorts, 'nextIn' | 'due'> & {
  due: DueTable;
  intervalMs: number;
  /** Between 0 and 1. */
  random(): number;
  onFailure(connection: string, thrown: unknown): void;
};

const lanes = 4;
/** Longer than a look can take: whoever died in it is replaced after this. */
const leaseMs = 60_000;
const longestPauseMs = 60 * 60_000;
const greatestJitter = 0.1;

/** Looks at the settings of every tenant that is due. True when more may be due. */
export async function watchDrifts(ports: DriftJobPorts): Promise<boolean> {
  const items = await ports.due.claim(driftKind, lanes, leaseMs);
  await Promise.all(items.map((item) => lookAt(ports, item)));
  return items.length === lanes;
}

async function lookAt(ports: DriftJobPorts, item: DueItem): Promise<void> {
  const nextIn = ({ fails }: DueItem, failed: boolean) => pauseMs(ports, fails, failed);
  try {
    await watchDrift({ ...ports, nextIn }, item);
  } catch (thrown) {
    ports.onFailure(item.key, thrown);
    // Where not even this can be written, the lease runs out.
    await ports.due.finish(item, nextIn(item, true), true).catch(() => false);
  }
}

/** Jitter only shortens; a tenant that cannot be read is asked less and less often. */
function pauseMs({ intervalMs, random }: DriftJobPorts, fails: number, failed: boolean): number {
  const wanted = failed ? Math.min(intervalMs * 2 ** fails, Math.max(intervalMs, longestPauseMs)) : intervalMs;
  return Math.round(wanted * (1 - greatestJitter * random()));
}

import { type LookOutcome, type WatchPorts, watchConnection, watchKind } from '../core/alerts/watch.ts';
import type { DueItem, DueTable } from '../core/due.ts';

export type WatchJobPorts = Omit<WatchPorts, 'nextIn' | 'due'> & {
  due: DueTable;
  intervalMs: number;
  /** Between 0 and 1. */
  random(): number;
  onFailure(connection: string, thrown: unknown): void;
};

/** A look takes a second or two where Microsoft allows one request per second, so many are under way at once. */
const lanes = 32;
/** Longer than a look can take: whoever died in it is replaced after this. */
const leaseMs = 60_000;
const longestPauseMs = 15 * 60_000;
const greatestJitter = 0.1;

export type WatchJob = {
  /** Starts what is due, as far as there is room. True when more may be due. */
  run(): Promise<boolean>;
  /** Once everything under way has ended. */
  idle(): Promise<void>;
};

export function watchJob(ports: WatchJobPorts): WatchJob {
  const underWay = new Set<Promise<void>>();

  function start(item: DueItem): void {
    const look: Promise<void> = lookAt(ports, item).finally(() => underWay.delete(look));
    underWay.add(look);
  }

  return {
    async run() {
      const room = lanes - underWay.size;
      if (room === 0) await Promise.race(underWay);
      const items = await ports.due.claim(watchKind, Math.max(1, room), leaseMs);
      items.forEach(start);
      return items.length > 0;
    },
    async idle() {
      await Promise.all(underWay);
    },
  };
}

async function lookAt(ports: WatchJobPorts, item: DueItem): Promise<void> {
  const nextIn = (due: DueItem, outcome: LookOutcome) => pauseMs(ports, due, outcome);
  try {
    await watchConnection({ ...ports, nextIn }, item);
  } catch (thrown) {
    ports.onFailure(item.key, thrown);
    // Where not even this can be written, the lease runs out.
    await ports.due.finish(item, nextIn(item, { failed: true, retryAfterMs: 0 }), true).catch(() => false);
  }
}

/** Jitter only shortens; a tenant that cannot be read is asked less and less often. */
function pauseMs({ intervalMs, random }: WatchJobPorts, { fails }: DueItem, { failed, retryAfterMs }: LookOutcome) {
  const wanted = failed ? Math.min(intervalMs * 2 ** fails, Math.max(intervalMs, longestPauseMs)) : intervalMs;
  return Math.max(wanted * (1 - greatestJitter * random()), retryAfterMs);
}

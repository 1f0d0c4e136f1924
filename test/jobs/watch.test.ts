import { expect, it } from 'vitest';
import type { WatchedLook } from '../../src/core/alerts/alert-store.ts';
import type { Look } from '../../src/core/alerts/sighting.ts';
import { watchKey, watchKind } from '../../src/core/alerts/watch.ts';
import type { DueItem } from '../../src/core/due.ts';
import { watchJob } from '../../src/jobs/watch.ts';
import { fakeOrganizations } from '../core/fakes/access.ts';
import { connection } from '../core/fakes/connections.ts';
import { fakeSignals, listing, riskyUser } from '../core/fakes/signals.ts';

const contoso = connection('conn_1');
const intervalMs = 60_000;
const throttled = {
  status: 'error',
  refusal: { status: 'error', reason: 'throttled', needsReconsent: false, retryAfterS: 90 },
} as const;

type Committed = { next: { inMs: number; failed: boolean }; look: WatchedLook | Look };

function rig(facts: { fails?: number; random?: number } = {}) {
  const signals = fakeSignals({ now: () => 1_000 });
  const item: DueItem = {
    kind: watchKind,
    key: watchKey(contoso.organization, contoso.id),
    claim: 1,
    fails: facts.fails ?? 0,
  };
  const due = [item];
  const committed: Committed[] = [];
  const finished: number[] = [];
  const failures: unknown[] = [];
  const job = watchJob({
    connections: { find: async () => contoso },
    organizations: fakeOrganizations(),
    signals,
    alerts: {
      watchOf: async () => ({ marks: {}, sources: {} }),
      open: async () => [],
      commit: async (_item, next, _connection, look) => committed.push({ next, look }) > 0,
    },
    due: {
      ensure: async () => undefined,
      remove: async () => undefined,
      claim: async () => due.splice(0),
      finish: async (_item, inMs) => finished.push(inMs) > 0,
    },
    intervalMs,
    random: () => facts.random ?? 0,
    onFailure: (_connection, thrown) => failures.push(thrown),
  });
  const run = async () => {
    const more = await job.run();
    await job.idle();
    return more;
  };
  return { run, signals, committed, finished, failures };
}

it('looks at what is due, past the cache, and comes back after the interval', async () => {
  const { run, signals, committed } = rig();
  signals.riskyUsers = listing(riskyUser('adele'));
  expect([await run(), await run()]).toEqual([true, false]);
  expect(signals.asked).toEqual([true]);
  expect(committed.map(({ next }) => next)).toEqual([{ inMs: intervalMs, failed: false }]);
  expect(committed[0]?.look.sightings).toHaveLength(1);
});

it('shortens the interval by chance, and never lengthens it', async () => {
  const { run, committed } = rig({ random: 1 });
  await run();
  expect(committed[0]?.next.inMs).toBe(intervalMs * 0.9);
});

it.each([
  [0, intervalMs],
  [2, 4 * intervalMs],
  [20, 15 * 60_000],
])('after %i failures in a row a tenant that cannot be read waits %i ms', async (fails, inMs) => {
  const { run, signals, committed } = rig({ fails });
  const { retryAfterS: _none, ...refusal } = throttled.refusal;
  signals.riskyUsers = signals.riskDetections = signals.securityAlerts = { status: 'error', refusal };
  await run();
  expect(committed[0]?.next).toEqual({ inMs, failed: true });
});

it('comes back no sooner than Microsoft asked for, and keeps the pace for what could be read', async () => {
  const { run, signals, committed } = rig();
  signals.riskDetections = throttled;
  await run();
  expect(committed[0]?.next).toEqual({ inMs: 90_000, failed: false });
});

it('tells of a look that broke, and looks again', async () => {
  const { run, signals, failures, finished } = rig();
  signals.readChanged = () => Promise.reject(new Error('broken'));
  await run();
  expect(failures).toHaveLength(1);
  expect(finished).toEqual([intervalMs]);
});

import { describe, expect, it } from 'vitest';
import type { Entitlement } from '../../../src/core/actors.ts';
import type { Alert } from '../../../src/core/alerts/alert.ts';
import type { Marks, WatchedLook } from '../../../src/core/alerts/alert-store.ts';
import type { Look } from '../../../src/core/alerts/sighting.ts';
import { watchConnection, watchKey, watchKind } from '../../../src/core/alerts/watch.ts';
import type { Connection } from '../../../src/core/connections.ts';
import type { GraphRefusal, Reading } from '../../../src/core/graph-answers.ts';
import type { Listing, Since } from '../../../src/core/signals/signal-port.ts';
import { fakeOrganizations } from '../fakes/access.ts';
import { connection } from '../fakes/connections.ts';
import { alert, detection, fakeSignals, listing, riskyUser } from '../fakes/signals.ts';
import { episodes, user } from './episodes.ts';

const contoso = connection('conn_1');
const now = Date.UTC(2026, 10, 22, 12);
const hourMs = 3_600_000;

type Facts = {
  /** At risk when the last look ended: user-1, user-2, … */
  people?: number;
  marks?: Marks;
  connections?: readonly Connection[];
  entitlements?: readonly Entitlement[];
  /** By user, why he cannot be read by his id. The others are not known to Microsoft any more. */
  refused?: Readonly<Record<string, GraphRefusal['reason']>>;
};

/** Looks at a tenant in which nobody is listed until the test says so. */
function rig({ people = 0, marks = {}, connections = [contoso], entitlements, refused = {} }: Facts = {}) {
  const { look, newest } = episodes();
  look({ sightings: Array.from({ length: people }, (_, index) => user(`user-${index + 1}`, 'high')) }, 1);
  const open: readonly Alert[] = [...newest.values()];
  const asked: string[] = [];
  const since: Since[] = [];
  const done: string[] = [];
  const looks: Partial<WatchedLook & Look>[] = [];
  const signals = fakeSignals({ now: () => now });
  signals.readRiskyUser = async (_connection, id) => {
    asked.push(id);
    const reason = refused[id];
    return reason ? failing(reason) : { status: 'ok', value: undefined };
  };
  const ports = {
    connections: { find: async (_of: string, id: string) => connections.find((one) => one.id === id) },
    organizations: fakeOrganizations(entitlements),
    signals: {
      ...signals,
      readChanged(of: Connection, from: Since) {
        since.push(from);
        return signals.readAll(of, true);
      },
    },
    alerts: {
      watchOf: async () => ({ marks, sources: {} }),
      open: async () => open,
      commit: async (_item: unknown, _next: unknown, _connection: unknown, found: WatchedLook | Look) =>
        looks.push(found) > 0,
    },
    due: {
      remove: async (kind: string, key: string) => void done.push(`removed ${kind} ${key}`),
      finish: async () => done.push('finished') > 0,
    },
    nextIn: () => 60_000,
  };

  async function lookAt(claim = 1): Promise<Partial<WatchedLook & Look>> {
    await watchConnection(ports, { kind: watchKind, key: watchKey(contoso.organization, 'conn_1'), claim, fails: 0 });
    return looks.pop() ?? {};
  }

  return {
    ...{ signals, since, done, looks, lookAt },
    async askedAt(claim: number): Promise<readonly string[]> {
      await lookAt(claim);
      return asked.splice(0);
    },
  };
}

function failing(reason: GraphRefusal['reason']) {
  return { status: 'error', refusal: { status: 'error', reason, needsReconsent: false } } as const;
}

function cut<T>(...items: T[]): Reading<Listing<T>> {
  return { status: 'ok', value: { items, truncated: true } };
}

describe('users who left the list of those at risk', () => {
  it.each([11, 25, 30])('are all asked for when there are %i, ten at most a look', async (people) => {
    const { askedAt } = rig({ people });
    const asked = new Set<string>();
    for (let claim = 7; claim < 7 + Math.ceil(people / 10); claim += 1) {
      const now = await askedAt(claim);
      expect(now).toHaveLength(10);
      for (const id of now) asked.add(id);
    }
    expect(asked.size).toBe(people);
  });

  it('keep nobody waiting when one cannot be read; a tenant that cannot be, is left alone', async () => {
    expect(await rig({ people: 3, refused: { 'user-1': 'badResponse' } }).askedAt(3)).toEqual([
      ...['user-1', 'user-2', 'user-3'],
    ]);
    expect(await rig({ people: 3, refused: { 'user-1': 'throttled' } }).askedAt(3)).toEqual(['user-1']);
  });

  it('are no longer alerted on only when Microsoft says so of each', async () => {
    const { signals, lookAt } = rig({ people: 3, refused: { 'user-1': 'badResponse' } });
    signals.riskyUsers = listing(riskyUser('3', { id: 'user-3' }));
    expect((await lookAt(3)).endings).toEqual([{ key: 'user/user-2', how: 'gone', changedAt: null }]);
  });

  it.each([
    ['failed', failing('throttled')],
    ['is not whole', cut(riskyUser('2', { id: 'user-2' }))],
  ])('are not known from a list that %s', async (_name, riskyUsers) => {
    const { signals, lookAt, askedAt } = rig({ people: 3 });
    signals.riskyUsers = riskyUsers;
    expect((await lookAt()).endings).toEqual([]);
    expect(await askedAt(2)).toEqual([]);
  });
});

describe('how far a source was read', () => {
  const at = Date.parse;
  const changed = '2026-11-22T10:00:00Z';
  const [user1, found, raised] = [
    riskyUser('1', { riskLastUpdatedDateTime: changed }),
    { ...detection('d1', 'user-1', null), lastUpdatedDateTime: changed },
    { ...alert('a1', null), lastUpdateDateTime: changed },
  ];

  it('is the last change in it, each by itself', async () => {
    const { signals, lookAt } = rig();
    Object.assign(signals, { riskyUsers: listing(user1), riskDetections: listing(found) });
    signals.securityAlerts = listing(raised);
    const { marks } = await lookAt();
    expect(marks).toEqual({ riskyUsers: at(changed), riskDetections: at(changed), securityAlerts: at(changed) });
  });

  it('stays where it was when it failed or was not read to its end', async () => {
    const { signals, lookAt } = rig();
    Object.assign(signals, { riskyUsers: cut(user1), riskDetections: failing('unavailable') });
    signals.securityAlerts = listing(raised);
    expect((await lookAt()).marks).toEqual({ securityAlerts: at(changed) });
  });

  it('is never in the future, whatever Microsoft writes; a day ago where there is nothing', async () => {
    const { signals, lookAt } = rig();
    signals.securityAlerts = listing({ ...raised, lastUpdateDateTime: '2999-01-01T00:00:00Z' });
    expect((await lookAt()).marks).toMatchObject({ securityAlerts: now, riskDetections: now - 24 * hourMs });
  });

  it('is where the next look begins, and an hour before that; the first one takes what is recent', async () => {
    const marks = { riskyUsers: now, riskDetections: now - 5, securityAlerts: now - 7 };
    const { since, lookAt } = rig({ marks });
    await lookAt();
    expect(since).toEqual([{ riskDetections: now - 5 - hourMs, securityAlerts: now - 7 - hourMs }]);
    const first = rig();
    await first.lookAt();
    expect(first.since).toEqual([{}]);
  });
});

describe('a look that is due', () => {
  it.each<[string, Facts]>([
    ['without AI Pilot', { connections: [{ ...contoso, mode: 'read' }] }],
    ['whose organization has not bought Threat Alerts', { entitlements: ['policyManagement', 'breachResponse'] }],
  ])('at a connection %s looks at nothing', async (_name, facts) => {
    const { since, done, lookAt } = rig(facts);
    expect(await lookAt()).toEqual({});
    expect([since, done]).toEqual([[], ['finished']]);
  });

  it('at a connection that is gone is the last one', async () => {
    const { since, done, lookAt } = rig({ connections: [connection('conn_2')] });
    await lookAt();
    expect([since, done]).toEqual([[], [`removed ${watchKind} ${watchKey(contoso.organization, 'conn_1')}`]]);
  });
});

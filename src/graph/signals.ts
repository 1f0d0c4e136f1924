import type { Reading } from '../core/graph-answers.ts';
import { newestDetections } from '../core/signals/active-risk.ts';
import type { RiskyUser, SignalPort, SignalsReading, Since } from '../core/signals/signal-port.ts';
import type { Reader } from './batch.ts';
import type { GraphCall } from './call.ts';
import type { Gateway } from './gateway.ts';
import { readCache } from './read-cache.ts';
import { readingOfOne, unreadable } from './readings.ts';
import { callOf } from './requests.ts';
import type { Clock } from './retry.ts';
import { riskyUser } from './signal-answers.ts';
import { signalReads } from './signal-requests.ts';
import {
  activeRiskyUsers,
  changedRiskyUsers,
  detectionsOf,
  readSource,
  recentAlerts,
  recentDetections,
  type SourceReader,
} from './signal-sources.ts';

export type SignalParts = {
  gateway: Gateway;
  clock: Clock;
  /** URL of the version, which next links must start with. */
  root: string;
  /** How long a reading of the sources is kept; 0: not at all. */
  readCacheMs: number;
};

export type Signals = {
  port: SignalPort;
  /** What is kept of this tenant may be outdated. */
  drop(tenantId: string): void;
};

/** A whole reading takes no longer, however many pages there are. */
const readingMs = 20_000;

/** Reads what Microsoft suspects. */
export function openSignals(parts: SignalParts): Signals {
  const { gateway, clock, root, readCacheMs } = parts;
  const until = () => clock.now() + readingMs;
  const cache = readCache(readCacheMs, clock, (tenantId, explicit) =>
    readAll(parts, { tenantId, explicit, deadline: until() }),
  );
  const port: SignalPort = {
    readAll: ({ tenantId }, fresh) => cache.get(tenantId, fresh),
    async readChanged({ tenantId }, since) {
      const reader = { tenantId, explicit: false, givesWay: true, deadline: until() };
      const reading = await readAll(parts, reader, since);
      return { ...reading, riskyUsers: await withChanged({ gateway, root, reader }, reading) };
    },
    readRiskyUser: ({ tenantId }, userId, givesWay = false) =>
      readRiskyUser(gateway, tenantId, userId, { explicit: !givesWay, givesWay }),
    async readDetectionsOf({ tenantId }, userId) {
      const reader = { tenantId, explicit: true, deadline: until() };
      const reading = await readSource({ gateway, root, reader, maxPages: 1 }, detectionsOf(userId));
      return reading.status === 'ok' ? { status: 'ok', value: newestDetections(reading.value) } : reading;
    },
  };
  return { port, drop: cache.drop };
}

/** Each source by itself, and never in a batch: Identity Protection allows one request per second. */
async function readAll(
  { gateway, clock, root }: SignalParts,
  reader: Reader,
  since: Since = {},
): Promise<SignalsReading> {
  const from = { gateway, root, reader };
  const [riskyUsers, riskDetections, securityAlerts] = await Promise.all([
    readSource(from, activeRiskyUsers),
    readSource(from, recentDetections(clock.now(), since.riskDetections)),
    readSource(from, recentAlerts(clock.now(), since.securityAlerts)),
  ]);
  return { readAt: clock.now(), riskyUsers, riskDetections, securityAlerts };
}

/** Ten pages of the longest there are. */
const mostChanged = 5_000;

/** A list of users that is cut short may lack the newest ones: those whose risk changed lately are read beside it. */
async function withChanged(from: SourceReader, { readAt, riskyUsers }: SignalsReading) {
  if (riskyUsers.status !== 'ok' || !riskyUsers.value.truncated) return riskyUsers;
  const changed = await readSource({ ...from, maxItems: mostChanged }, changedRiskyUsers(readAt));
  if (changed.status !== 'ok') return riskyUsers;
  const users = new Map([...riskyUsers.value.items, ...changed.value.items].map((user) => [user.id, user]));
  return { ...riskyUsers, value: { items: [...users.values()], truncated: true } };
}

async function readRiskyUser(
  gateway: Gateway,
  tenantId: string,
  id: string,
  more: Pick<GraphCall, 'explicit' | 'givesWay'>,
): Promise<Reading<RiskyUser | undefined>> {
  const reading = readingOfOne(await gateway.send(callOf(signalReads.riskyUser, tenantId, { id }, more)), riskyUser);
  const other = reading.status === 'ok' && reading.value && reading.value.id !== id;
  return other ? unreadable : reading;
}

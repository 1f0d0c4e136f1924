import type { Connection, Connections } from '../connections.ts';
import { isPilot } from '../connections.ts';
import type { DueItem, DueTable } from '../due.ts';
import type { Reading } from '../graph-answers.ts';
import { isEntitled, type Organizations } from '../organizations.ts';
import type { Listing, SignalPort, SignalsReading } from '../signals/signal-port.ts';
import { parseTime } from '../time.ts';
import type { Alert } from './alert.ts';
import { type AlertStore, type Marks, type SourceStates, sources } from './alert-store.ts';
import { itemsOf, type LookedUp, observe } from './observe.ts';

/** In the due-table; the key is {@link watchKey}. */
export const watchKind = 'watch';

export function watchKey(organization: string, connectionId: string): string {
  return `${organization}/${connectionId}`;
}

/** How a look went, for whoever decides when the next one is. `retryAfterMs`: what Microsoft asked for. */
export type LookOutcome = { failed: boolean; retryAfterMs: number };

export type WatchPorts = {
  connections: Pick<Connections, 'find'>;
  organizations: Pick<Organizations, 'find'>;
  signals: Pick<SignalPort, 'readChanged' | 'readRiskyUser'>;
  alerts: Pick<AlertStore, 'watchOf' | 'open' | 'commit'>;
  due: Pick<DueTable, 'remove' | 'finish'>;
  /** Milliseconds until the next look. */
  nextIn(item: DueItem, outcome: LookOutcome): number;
};

/** What is known only late is read again; each finding counts once all the same. */
const overlapMs = 3_600_000;
/** Where nothing is known yet, this much is read again. */
const quietMs = 24 * overlapMs;
/** As many users that left the list as one look reads by their id; the others wait for the next one. */
const mostLookedUp = 10;

/** One look at one tenant, from reading it to what was found being durable. */
export async function watchConnection(ports: WatchPorts, item: DueItem): Promise<void> {
  const [organization = '', id = ''] = item.key.split('/');
  const connection = await ports.connections.find(organization, id);
  if (!connection) return ports.due.remove(item.kind, item.key);
  const isWatched = isPilot(connection) && (await isEntitled(ports.organizations, organization, 'threatAlerts'));
  if (isWatched) return look(ports, item, connection);
  await ports.due.finish(item, ports.nextIn(item, { failed: false, retryAfterMs: 0 }), false);
}

async function look(ports: WatchPorts, item: DueItem, connection: Connection): Promise<void> {
  const { marks } = await ports.alerts.watchOf(connection.id);
  const reading = await ports.signals.readChanged(connection, {
    ...sinceOf('riskDetections', marks.riskDetections),
    ...sinceOf('securityAlerts', marks.securityAlerts),
  });
  const lookedUp = await lookUpMissing(ports, item, connection, reading);
  const outcome = outcomeOf(reading);
  const next = { inMs: ports.nextIn(item, outcome), failed: outcome.failed };
  const states = { marks: marksOf(reading), sources: statesOf(reading) };
  await ports.alerts.commit(item, next, connection, { ...observe(reading, lookedUp), ...states });
}

function sinceOf(source: 'riskDetections' | 'securityAlerts', mark: number | undefined) {
  return mark === undefined ? {} : { [source]: mark - overlapMs };
}

/** Who is no longer in the list was dismissed, remediated or deleted, or the list lags behind: each is asked for. */
async function lookUpMissing(
  { alerts, signals }: WatchPorts,
  item: DueItem,
  connection: Connection,
  { riskyUsers }: SignalsReading,
): Promise<readonly LookedUp[]> {
  if (riskyUsers.status !== 'ok' || riskyUsers.value.truncated) return [];
  const listed = new Set(riskyUsers.value.items.map(({ id }) => id));
  const missing = (await alerts.open(connection.id)).flatMap(userIn).filter((id) => !listed.has(id));
  const lookedUp: LookedUp[] = [];
  for (const userId of inTurn(missing, item)) {
    const found = await signals.readRiskyUser(connection, userId, true);
    if (isForAll(found)) break;
    lookedUp.push({ userId, found });
  }
  return lookedUp;
}

/** Each look goes on where the last one ended, so that those who stay do not keep others waiting. */
function inTurn(missing: readonly string[], { claim }: DueItem): readonly string[] {
  const start = (claim * mostLookedUp) % Math.max(1, missing.length);
  return [...missing.slice(start), ...missing.slice(0, start)].slice(0, mostLookedUp);
}

/** Whoever is asked for next would be answered the same. */
function isForAll(found: LookedUp['found']): boolean {
  return found.status !== 'ok' && ['throttled', 'unavailable'].includes(found.refusal.reason);
}

function userIn({ about }: Alert): readonly string[] {
  return about.kind === 'user' ? [about.id] : [];
}

/** A source that needs consent or a licence is as it is: only where nothing could be read is it worth to wait. */
function outcomeOf(reading: SignalsReading): LookOutcome {
  const all = sources.map((source) => reading[source]);
  const waits = all.map((one) => (one.status === 'ok' ? 0 : (one.refusal.retryAfterS ?? 0)));
  return { failed: all.every(({ status }) => status !== 'ok'), retryAfterMs: 1_000 * Math.max(...waits) };
}

function statesOf(reading: SignalsReading): SourceStates {
  return Object.fromEntries(sources.map((source) => [source, reading[source].status]));
}

/** How far each source was read to its end; nothing for one that was not. */
function marksOf({ readAt, riskyUsers, riskDetections, securityAlerts }: SignalsReading): Marks {
  return {
    ...markOf('riskyUsers', riskyUsers, readAt, ({ riskLastUpdatedDateTime }) => riskLastUpdatedDateTime),
    ...markOf('riskDetections', riskDetections, readAt, ({ lastUpdatedDateTime }) => lastUpdatedDateTime),
    ...markOf('securityAlerts', securityAlerts, readAt, ({ lastUpdateDateTime }) => lastUpdateDateTime),
  };
}

function markOf<T>(
  source: keyof Marks,
  reading: Reading<Listing<T>>,
  readAt: number,
  timeOf: (item: T) => string | null,
): Marks {
  if (reading.status !== 'ok' || reading.value.truncated) return {};
  const times = itemsOf(reading).flatMap((item) => parseTime(timeOf(item)) ?? []);
  const newest = times.length > 0 ? Math.max(...times) : readAt - quietMs;
  return { [source]: Math.min(newest, readAt) };
}

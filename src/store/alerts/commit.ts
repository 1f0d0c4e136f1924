import { randomUUID } from 'node:crypto';
import { type Advance, type AlertEvent, advance } from '../../core/alerts/advance.ts';
import { type Alert, aboutKey, isSnoozed } from '../../core/alerts/alert.ts';
import type { AlertStore, WatchedLook } from '../../core/alerts/alert-store.ts';
import { eventEntries } from '../../core/alerts/entries.ts';
import type { Look } from '../../core/alerts/sighting.ts';
import type { Connection } from '../../core/connections.ts';
import type { JournalEntry } from '../../core/journal.ts';
import type { Executor } from '../database.ts';
import { finish } from '../due.ts';
import { append } from '../journal.ts';
import { lockRoutingFacts } from './routing-facts.ts';
import { lockNewest, saveAlerts } from './rows.ts';
import { replyInThreads, showAnew } from './show-anew.ts';
import { listSubscriptions } from './subscriptions.ts';
import { tell } from './tell.ts';
import { saveWatch } from './watches.ts';

type Commit = AlertStore['commit'];

/** Nothing of a look counts once somebody else has the lease: the due row is changed first, and fences the rest. */
export async function commit(
  tx: Executor,
  item: Parameters<Commit>[0],
  { inMs, failed }: Parameters<Commit>[1],
  connection: Connection,
  look: WatchedLook | Look,
): Promise<boolean> {
  if (!(await finish(tx, item, inMs, failed))) return false;
  const isFirst = 'marks' in look && (await saveWatch(tx, connection.id, look));
  await takeIn(tx, connection, look, isFirst);
  return true;
}

/** Ends the alert about a setting that somebody saw to here, inside the transaction that did it. */
export async function endRegression(
  tx: Executor,
  connection: Watched,
  { policyKey, detail }: { policyKey: string; detail: 'hardened' | 'accepted' },
  who: Pick<JournalEntry, 'actor' | 'via'>,
): Promise<void> {
  const key = aboutKey({ kind: 'policy', id: policyKey });
  const ending = { key, how: 'resolved', detail, by: who.actor.name, changedAt: await tx.now() } as const;
  await takeIn(tx, connection, { sightings: [], endings: [ending] }, false, who);
}

type Watched = Pick<Connection, 'organization' | 'id' | 'tenantId' | 'name'>;

async function takeIn(
  tx: Executor,
  connection: Watched,
  look: Look,
  isFirst: boolean,
  who?: Pick<JournalEntry, 'actor' | 'via'>,
): Promise<void> {
  const step = await advanceAlerts(tx, connection, look);
  if (step.alerts.length === 0) return;
  await saveAlerts(tx, step.alerts);
  await spread(tx, connection, step, isFirst);
  for (const entry of eventEntries(connection, step.events, who)) await append(tx, entry);
}

async function advanceAlerts(tx: Executor, connection: Watched, look: Look): Promise<Advance> {
  const { id, tenantId, name, organization } = connection;
  const { sightings, securityAlerts = [] } = look;
  const previous = await lockNewest(
    tx,
    id,
    [...sightings, ...securityAlerts].map(({ about }) => aboutKey(about)),
  );
  const wanted = await wantedSecurityAlerts(tx, connection, securityAlerts.length > 0);
  return advance(previous, look, {
    ...{ organization, connection: { id, tenantId, name }, now: await tx.now() },
    newId: () => randomUUID().replaceAll('-', '').slice(0, 26),
    wantsSecurityAlerts: (level) => wanted.includes(level),
  });
}

async function wantedSecurityAlerts(tx: Executor, connection: Watched, isAsked: boolean) {
  const all = isAsked ? await listSubscriptions(tx, connection.organization) : [];
  const following = all.filter(({ connections }) => connections.includes(connection.id));
  return following.flatMap(({ levels }) => levels.securityAlerts);
}

const toldAnew: readonly string[] = ['opened', 'raised'];

/** What is found on a snoozed alert is seen on its card and disturbs nobody. */
function isToldInThread({ kind, alert }: AlertEvent, now: number): boolean {
  return kind === 'closed' || (kind === 'found' && !isSnoozed(alert, now));
}

/** Whoever sees it sees it change; whoever has to know is told. */
async function spread(tx: Executor, connection: Watched, { alerts, events }: Advance, isFirst: boolean) {
  const newest = new Map(alerts.map((alert) => [alert.id, alert]));
  const isNew = (alert: Alert) => events.some(({ kind, alert: { id } }) => kind === 'opened' && id === alert.id);
  await showAnew(
    tx,
    alerts.filter((alert) => !isNew(alert)).map(({ id }) => id),
  );
  const now = await tx.now();
  for (const { alert, note } of events.filter((event) => isToldInThread(event, now))) {
    await replyInThreads(tx, alert, note);
  }
  const told = events.filter(({ kind }) => toldAnew.includes(kind)).map(({ alert }) => newest.get(alert.id) ?? alert);
  if (told.length === 0) return;
  const facts = await lockRoutingFacts(tx, connection.organization, isFirst);
  await tell(
    tx,
    told.map((alert) => ({ alert })),
    facts,
  );
}

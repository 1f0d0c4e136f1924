import { type Alert, alertState, noted } from '../../core/alerts/alert.ts';
import type { RoutingFacts, Telling } from '../../core/alerts/route.ts';
import { mayHoldAlerts } from '../../core/alerts/subscription.ts';
import { conversationFromRow } from '../conversations.ts';
import type { Executor } from '../database.ts';
import { lockRoutingFacts } from './routing-facts.ts';
import { alertFromRow, findAlerts, saveAlerts } from './rows.ts';
import { showAnew } from './show-anew.ts';
import { rescueStranded } from './stranded.ts';
import type { AlertPostRow } from './tables.ts';
import { tell } from './tell.ts';

const atOnce = 200;

type Escalation = { alert: Alert; to: string };

/** What time does: an alert nobody took, or that reached nobody, goes further, and a snooze ends. Returns how many. */
export async function tick(tx: Executor): Promise<number> {
  return (await endSnoozes(tx)) + (await escalate(tx)) + (await rescueStranded(tx));
}

async function endSnoozes(tx: Executor): Promise<number> {
  const now = await tx.now();
  const rows = await tx.db
    .selectFrom('alerts')
    .select('body')
    .where('snoozed_until', '<=', now)
    .orderBy('id')
    .limit(atOnce)
    .modifyEnd(tx.dialect.forUpdateOfFree)
    .execute();
  const awake = rows
    .map(alertFromRow)
    .map(({ snoozed: _, ...alert }) => noted(alert, { at: now, kind: 'snoozeEnded' }));
  await saveAlerts(tx, awake);
  await showAnew(
    tx,
    awake.map(({ id }) => id),
  );
  return awake.length;
}

async function escalate(tx: Executor): Promise<number> {
  const posts = await claimOverdue(tx);
  if (posts.length === 0) return 0;
  const now = await tx.now();
  const alerts = new Map((await lockAlerts(tx, posts)).map((alert) => [alert.id, alert]));
  const overdue = posts.filter(({ alert_id }) => isWaiting(alerts.get(alert_id), now));
  const noticed = [...new Set(overdue.map(({ alert_id }) => alert_id))].flatMap((id) => alerts.get(id) ?? []);
  await saveAlerts(
    tx,
    noticed.map((alert) => noted(alert, { at: now, kind: 'escalated' })),
  );
  await showAnew(
    tx,
    noticed.map(({ id }) => id),
  );
  const tellings = overdue.map(({ alert_id, escalate_to }) => ({ alert: alerts.get(alert_id), to: escalate_to ?? '' }));
  await tellFurther(
    tx,
    tellings.filter((one): one is Escalation => one.alert !== undefined),
  );
  return posts.length;
}

function isWaiting(alert: Alert | undefined, now: number): boolean {
  return alert !== undefined && alertState(alert, now) === 'open';
}

/** Who put it off is asked again when that is over. */
async function claimOverdue(tx: Executor): Promise<readonly AlertPostRow[]> {
  const now = await tx.now();
  const due = await tx.db
    .selectFrom('alert_posts')
    .selectAll()
    .where('escalate_at', '<=', now)
    .orderBy('escalate_at')
    .limit(atOnce)
    .modifyEnd(tx.dialect.forUpdateOfFree)
    .execute();
  const snoozed = new Map(
    (
      await findAlerts(
        tx,
        due.map(({ alert_id }) => alert_id),
      )
    ).map((one) => [one.id, one.snoozed?.until]),
  );
  for (const { id, alert_id } of due) {
    const until = snoozed.get(alert_id) ?? 0;
    const escalate_at = until > now ? until : null;
    await tx.db.updateTable('alert_posts').set({ escalate_at }).where('id', '=', id).execute();
  }
  return due;
}

async function lockAlerts(tx: Executor, posts: readonly AlertPostRow[]): Promise<readonly Alert[]> {
  const ids = [...new Set(posts.map(({ alert_id }) => alert_id))];
  const wanted = tx.db.selectFrom('alerts').select('body').where('id', 'in', ids).orderBy('id');
  return (await wanted.modifyEnd(tx.dialect.forUpdate).execute()).map(alertFromRow);
}

async function tellFurther(tx: Executor, tellings: readonly Escalation[]): Promise<void> {
  for (const [organization, own] of Map.groupBy(tellings, ({ alert }) => alert.organization)) {
    const facts = await lockRoutingFacts(tx, organization);
    const once = new Map(own.map((one) => [`${one.alert.id} ${one.to}`, one]));
    await tell(tx, await reachable(tx, [...once.values()], facts), facts);
  }
}

/** Where the second conversation is gone, the operators are told of what is high. */
async function reachable(tx: Executor, tellings: readonly Escalation[], { operators }: RoutingFacts) {
  const ids = [...new Set(tellings.map(({ to }) => to))];
  const rows = await tx.db.selectFrom('conversations').selectAll().where('id', 'in', ids).execute();
  const living = new Set(
    rows
      .map(conversationFromRow)
      .filter(mayHoldAlerts)
      .map(({ id }) => id),
  );
  return tellings.flatMap((one): Telling[] => {
    if (living.has(one.to)) return [{ ...one, basis: 'escalation' }];
    return operators && one.alert.level === 'high' ? [{ ...one, to: operators.id, basis: 'operators' }] : [];
  });
}

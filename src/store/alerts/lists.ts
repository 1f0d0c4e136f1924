import { type AlertLevel, alertLevels } from '../../core/alerts/alert.ts';
import type { AlertDigest, AlertPage, PageOf } from '../../core/alerts/alert-store.ts';
import type { Executor } from '../database.ts';
import { audienceOf } from './audience.ts';
import { alertFromRow } from './rows.ts';

export async function list(
  tx: Executor,
  organization: string,
  which: 'open' | 'snoozed',
  page: PageOf,
): Promise<AlertPage & { now: number }> {
  const now = await tx.now();
  const all = tx.db.selectFrom('alerts').where('organization', '=', organization).where('closed_at', 'is', null);
  const wanted = all.$if(which === 'snoozed', (query) => query.where('snoozed_until', '>', now));
  const { count } = await wanted.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const rows = await wanted
    .select('body')
    .orderBy('rank')
    .orderBy('opened_at', 'desc')
    .orderBy('id')
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  return { alerts: rows.map(alertFromRow), total: Number(count), now };
}

export async function findDigest(
  tx: Executor,
  organization: string,
  id: string,
  page: PageOf,
): Promise<(AlertDigest & { now: number }) | undefined> {
  const own = tx.db.selectFrom('alert_digests').selectAll().where('organization', '=', organization);
  const digest = await own.where('id', '=', id).executeTakeFirst();
  if (!digest) return undefined;
  const { conversation_id: conversationId, why, opened_at: openedAt } = digest;
  const { byLevel, total, alerts } = await itemsOf(tx, organization, conversationId, id, page);
  return { id, organization, conversationId, why, openedAt, byLevel, total, alerts, now: await tx.now() };
}

async function itemsOf(tx: Executor, organization: string, conversationId: string, digestId: string, page: PageOf) {
  const { connections, isOperators } = await audienceOf(tx, organization, conversationId);
  const items = tx.db
    .selectFrom('alert_digest_items')
    .innerJoin('alerts', 'alerts.id', 'alert_digest_items.alert_id')
    .where('digest_id', '=', digestId)
    .where('organization', '=', organization)
    .$if(!isOperators, (query) => query.where('connection_id', 'in', ['', ...connections]));
  const counts = await items
    .select(({ fn }) => ['rank', fn.countAll<number>().as('count')])
    .groupBy('rank')
    .execute();
  const rows = await items
    .select('body')
    .orderBy('rank')
    .orderBy('opened_at', 'desc')
    .orderBy('id')
    .offset(page.offset)
    .limit(page.limit)
    .execute();
  const countOf = (level: AlertLevel) => Number(counts.find(({ rank }) => alertLevels[rank] === level)?.count ?? 0);
  const byLevel = { high: countOf('high'), medium: countOf('medium'), low: countOf('low') };
  return { byLevel, total: byLevel.high + byLevel.medium + byLevel.low, alerts: rows.map(alertFromRow) };
}

import type { Subscription } from '../../core/alerts/subscription.ts';
import type { SubscriptionStore } from '../../core/alerts/subscription-store.ts';
import type { JournalEntry } from '../../core/journal.ts';
import type { Database, Executor } from '../database.ts';
import { scheduleDigest, unscheduleDigest } from '../digest/digests.ts';
import { append } from '../journal.ts';
import { orJournalUnavailable } from '../unavailable.ts';
import { subscriptionFromRow } from './subscription-row.ts';
import { tellOfOpenAlerts } from './tell-of-open.ts';

export function subscriptionStore({ outside, write }: Database): SubscriptionStore {
  return {
    find: (conversationId) => find(outside, conversationId),
    list: (organization) => listSubscriptions(outside, organization),
    save: (subscription, entry) => orJournalUnavailable(() => write((tx) => save(tx, subscription, entry))),
    remove: (organization, conversationId, entry) =>
      orJournalUnavailable(() => write((tx) => remove(tx, organization, conversationId, entry))),
  };
}

async function find({ db }: Executor, conversationId: string): Promise<Subscription | undefined> {
  const found = db.selectFrom('subscriptions').selectAll().where('conversation_id', '=', conversationId);
  const row = await found.executeTakeFirst();
  return row && subscriptionFromRow(row);
}

export async function listSubscriptions({ db }: Executor, organization: string): Promise<readonly Subscription[]> {
  const own = db.selectFrom('subscriptions').selectAll().where('organization', '=', organization);
  const rows = await own.orderBy('created_at').orderBy('conversation_id').execute();
  return rows.map(subscriptionFromRow);
}

async function save(tx: Executor, wanted: Omit<Subscription, 'createdAt'>, entry: JournalEntry): Promise<Subscription> {
  const { organization, conversationId: conversation_id, ...changed } = wanted;
  const before = await find(tx, conversation_id);
  const terms = { ...changed, createdBy: before?.createdBy ?? changed.createdBy };
  const row = await tx.db
    .insertInto('subscriptions')
    .values({ conversation_id, organization, terms: JSON.stringify(terms), created_at: await tx.now() })
    .onConflict((conflict) => conflict.column('conversation_id').doUpdateSet({ terms: JSON.stringify(terms) }))
    .returningAll()
    .executeTakeFirstOrThrow();
  const subscription = subscriptionFromRow(row);
  await tellOfOpenAlerts(tx, subscription, before?.connections ?? []);
  await scheduleDigest(tx, subscription);
  await append(tx, entry);
  return subscription;
}

async function remove(tx: Executor, organization: string, id: string, entry: JournalEntry): Promise<boolean> {
  const own = tx.db.deleteFrom('subscriptions').where('organization', '=', organization);
  const { numDeletedRows } = await own.where('conversation_id', '=', id).executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await unscheduleDigest(tx, id);
  await append(tx, entry);
  return true;
}

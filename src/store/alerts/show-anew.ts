import type { Alert, AlertNote } from '../../core/alerts/alert.ts';
import { heldUntil } from '../../core/alerts/quiet-hours.ts';
import { alertDigestSubject, alertSubject } from '../../core/alerts/subjects.ts';
import type { Executor } from '../database.ts';
import { queueEdits, queueNewCard } from '../outbox-queue.ts';
import { cardFromRow } from '../shown-cards.ts';
import { slices } from '../slices.ts';
import type { ShownCardRow } from '../tables.ts';
import { listSubscriptions } from './subscriptions.ts';

/** Owes an edit to every message that shows one of the alerts, by itself or in a digest. */
export async function showAnew(tx: Executor, alertIds: readonly string[]): Promise<void> {
  for (const ids of slices(alertIds)) {
    const digests = tx.db.selectFrom('alert_digest_items').select('digest_id').distinct().where('alert_id', 'in', ids);
    const listing = (await digests.execute()).map(({ digest_id }) => alertDigestSubject(digest_id));
    await queueEdits(tx, null, [...ids.map(alertSubject), ...listing]);
  }
}

/**
 * Owes a reply to the alert's message in each channel, the newest one where it was told more than once; where quiet
 * hours hold, once they end.
 */
export async function replyInThreads(tx: Executor, alert: Alert, note: AlertNote): Promise<void> {
  const rows = await tx.db
    .selectFrom('shown_cards')
    .selectAll('shown_cards')
    .innerJoin('conversations', 'conversations.id', 'shown_cards.conversation_id')
    .where('subject', '=', alertSubject(alert.id))
    .where('kind', '=', 'alert')
    .where('type', '=', 'channel')
    .where('disabled', 'is', null)
    .orderBy('conversation_id')
    .orderBy('activity_id')
    .execute();
  const newest = new Map(rows.map((row): [string, ShownCardRow] => [row.conversation_id, row]));
  if (newest.size === 0) return;
  const now = await tx.now();
  const subscriptions = await listSubscriptions(tx, alert.organization);
  for (const row of newest.values()) {
    const { activityId, ...card } = cardFromRow(row);
    const subscription = subscriptions.find(({ conversationId }) => conversationId === card.conversationId);
    const dueAt = subscription && heldUntil(subscription, alert.level, now);
    await queueNewCard(tx, { ...card, thread: activityId, note }, null, dueAt);
  }
}

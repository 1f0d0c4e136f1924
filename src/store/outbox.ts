import type { NewCard, Outbox, OutboxItem, ShownCard } from '../core/chat.ts';
import type { Database, Executor } from './database.ts';
import { parse } from './json.ts';
import { operationOf } from './operations/rows.ts';
import { refresh } from './outbox-queue.ts';
import { present } from './present.ts';
import { cardFromRow, rememberCard } from './shown-cards.ts';
import type { OutboxRow } from './tables.ts';

/** Longer than one edit can take: an item whose sender died is sent again after it. */
const leaseMs = 30_000;

export function outboxStore({ write }: Database): Outbox {
  return {
    refresh: (card, operationId) => write((tx) => refresh(tx, card, operationId)),
    claim: (limit) => write((tx) => claim(tx, limit)),
    sent: (item, activityId) => write((tx) => sent(tx, item, activityId)),
    retry: (item, afterMs) => write((tx) => retry(tx, item, afterMs)),
    bury: (item, why) => write((tx) => bury(tx, item, why)),
  };
}

async function claim(tx: Executor, limit: number): Promise<readonly OutboxItem[]> {
  const now = await tx.now();
  const due = await tx.db
    .selectFrom('outbox')
    .select('id')
    .where('dead_at', 'is', null)
    .where('due_at', '<=', now)
    .where('lease_until', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .modifyEnd(tx.dialect.forUpdateOfFree)
    .execute();
  const items = [];
  for (const { id } of due) items.push(await lease(tx, id, now + leaseMs));
  return items;
}

async function lease({ db }: Executor, id: string, lease_until: number): Promise<OutboxItem> {
  const row = await db
    .updateTable('outbox')
    .set(({ eb }) => ({ lease_until, replaced: 0, claim: eb('claim', '+', 1), attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const { claim, attempts, operation_id } = row;
  const operation = operation_id ? await operationOf(db, operation_id) : undefined;
  return { id, claim, attempts, ...present('operation', operation), ...(await cardOf(db, row)) };
}

async function cardOf(db: Executor['db'], { conversation_id, activity_id, new_card }: OutboxRow) {
  if (activity_id === null) return { kind: 'send' as const, card: parse<NewCard>(new_card ?? '') };
  const shown = await db
    .selectFrom('shown_cards')
    .selectAll()
    .where('conversation_id', '=', conversation_id)
    .where('activity_id', '=', activity_id)
    .executeTakeFirstOrThrow();
  return { kind: 'edit' as const, card: cardFromRow(shown) };
}

/** What happened to the operation while the message was on its way queued no edit: nobody knew the message yet. */
async function rememberSent(tx: Executor, { operation }: OutboxItem, card: ShownCard): Promise<void> {
  await rememberCard(tx, card);
  if (operation && (await operationOf(tx.db, operation.id)).state !== operation.state) {
    await refresh(tx, card, operation.id);
  }
}

async function sent(tx: Executor, item: OutboxItem, activityId?: string): Promise<void> {
  if (item.kind === 'send' && activityId) await rememberSent(tx, item, { ...item.card, activityId });
  await tx.db
    .deleteFrom('outbox')
    .where('id', '=', item.id)
    .where('claim', '=', item.claim)
    .where('replaced', '=', 0)
    .execute();
  await free(tx, item);
}

async function retry(tx: Executor, item: OutboxItem, afterMs: number): Promise<void> {
  await change(tx, item, { due_at: (await tx.now()) + afterMs });
  await free(tx, item);
}

async function bury(tx: Executor, item: OutboxItem, why: string): Promise<void> {
  await change(tx, item, { dead_at: await tx.now(), why });
  await free(tx, item);
}

/** What came of an edit says nothing about the one that replaced it meanwhile. */
async function change({ db }: Executor, { id, claim }: OutboxItem, values: Partial<OutboxRow>): Promise<void> {
  const claimed = db.updateTable('outbox').set(values).where('id', '=', id).where('claim', '=', claim);
  await claimed.where('replaced', '=', 0).execute();
}

async function free({ db }: Executor, { id, claim }: OutboxItem): Promise<void> {
  await db.updateTable('outbox').set({ lease_until: 0 }).where('id', '=', id).where('claim', '=', claim).execute();
}

import { randomUUID } from 'node:crypto';
import type { SelectQueryBuilder } from 'kysely';
import type { Outbox, OutboxItem, ShownCard } from '../core/chat.ts';
import type { Database, Executor } from './database.ts';
import { operationOf } from './operations/rows.ts';
import { present } from './present.ts';
import { cardFromRow, cardToRow } from './shown-cards.ts';
import type { OutboxRow, ShownCardRow, Tables } from './tables.ts';

/** Longer than one edit can take: an item whose sender died is sent again after it. */
const leaseMs = 30_000;

export function outboxStore({ write }: Database): Outbox {
  return {
    refresh: (card, operationId) => write((tx) => refresh(tx, card, operationId)),
    claim: (limit) => write((tx) => claim(tx, limit)),
    sent: (item) => write((tx) => sent(tx, item)),
    retry: (item, afterMs) => write((tx) => retry(tx, item, afterMs)),
    bury: (item, why) => write((tx) => bury(tx, item, why)),
  };
}

type Cards = SelectQueryBuilder<Tables, 'shown_cards', object>;

/** Owes one edit to every card that shows one of the subjects, inside the transaction that ends the operation. */
export async function queueEdits(tx: Executor, operationId: string, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return;
  await queue(tx, tx.db.selectFrom('shown_cards').where('subject', 'in', subjects), operationId);
}

/** A message that meanwhile shows something else is left alone. */
async function refresh(tx: Executor, card: ShownCard, operationId?: string): Promise<void> {
  const row = cardToRow(card);
  await tx.db
    .insertInto('shown_cards')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const stillShown = tx.db
    .selectFrom('shown_cards')
    .where('conversation_id', '=', row.conversation_id)
    .where('activity_id', '=', row.activity_id)
    .where('subject', '=', row.subject);
  await queue(tx, stillShown, operationId);
}

/** In one order for everybody, so that two transactions never wait for each other's rows. */
async function queue(tx: Executor, cards: Cards, operationId: string | null = null): Promise<void> {
  const messages = cards.select(['conversation_id', 'activity_id', 'subject']);
  const due_at = await tx.now();
  const edit = { operation_id: operationId, attempts: 0, due_at, dead_at: null, why: null };
  for (const message of await messages.orderBy('conversation_id').orderBy('activity_id').execute()) {
    await tx.db
      .insertInto('outbox')
      .values({ id: randomUUID(), ...message, ...edit, replaced: 0, claim: 0, lease_until: 0 })
      .onConflict((conflict) =>
        conflict
          .columns(['conversation_id', 'activity_id'])
          .doUpdateSet({ ...edit, subject: message.subject, replaced: 1 }),
      )
      .execute();
  }
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
  return toItem(row, await cardOf(db, row), row.operation_id ? await operationOf(db, row.operation_id) : undefined);
}

function cardOf(db: Executor['db'], { conversation_id, activity_id }: OutboxRow): Promise<ShownCardRow> {
  return db
    .selectFrom('shown_cards')
    .selectAll()
    .where('conversation_id', '=', conversation_id)
    .where('activity_id', '=', activity_id)
    .executeTakeFirstOrThrow();
}

function toItem(row: OutboxRow, card: ShownCardRow, operation: OutboxItem['operation']): OutboxItem {
  const { id, attempts, claim } = row;
  return { id, attempts, claim, card: cardFromRow(card), ...present('operation', operation) };
}

async function sent(tx: Executor, item: OutboxItem): Promise<void> {
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

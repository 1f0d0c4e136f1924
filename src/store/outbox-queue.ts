import { randomUUID } from 'node:crypto';
import type { SelectQueryBuilder } from 'kysely';
import type { NewCard, ShownCard } from '../core/chat.ts';
import type { Executor } from './database.ts';
import { parse } from './json.ts';
import { cardFromRow, cardToRow } from './shown-cards.ts';
import type { OutboxRow, Tables } from './tables.ts';

type Cards = SelectQueryBuilder<Tables, 'shown_cards', object>;

/** Owes one edit to every card that shows one of the subjects, inside the transaction that ends the operation. */
export async function queueEdits(tx: Executor, operationId: string | null, subjects: readonly string[]): Promise<void> {
  if (subjects.length === 0) return;
  await markOnTheirWay(tx, operationId, subjects);
  await queue(tx, tx.db.selectFrom('shown_cards').where('subject', 'in', subjects), operationId);
}

/** A message that is being sent at this moment is brought up to date once its activity is known. */
async function markOnTheirWay(tx: Executor, operation_id: string | null, subjects: readonly string[]): Promise<void> {
  const onTheirWay = await tx.db
    .selectFrom('outbox')
    .select('id')
    .where('subject', 'in', subjects)
    .where('activity_id', 'is', null)
    .where('lease_until', '>', await tx.now())
    .orderBy('id')
    .modifyEnd(tx.dialect.forUpdate)
    .execute();
  if (onTheirWay.length === 0) return;
  const ids = onTheirWay.map(({ id }) => id);
  const news = operation_id === null ? { replaced: 1 as const } : { replaced: 1 as const, operation_id };
  await tx.db.updateTable('outbox').set(news).where('id', 'in', ids).execute();
}

/** Owes a new message, inside the caller's transaction; at once, or at `dueAt`. */
export async function queueNewCard(
  tx: Executor,
  card: NewCard,
  operationId: string | null = null,
  dueAt = 0,
): Promise<void> {
  await tx.db
    .insertInto('outbox')
    .values({
      ...fresh(operationId, Math.max(dueAt, await tx.now())),
      ...unclaimed(),
      conversation_id: card.conversationId,
      activity_id: null,
      subject: card.subject,
      organization: card.organization,
      new_card: JSON.stringify(card),
    })
    .execute();
}

/** A message that meanwhile shows something else is left alone. */
export async function refresh(tx: Executor, card: ShownCard, operationId?: string): Promise<void> {
  const row = cardToRow(card, await tx.now());
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
  const messages = cards.select(['conversation_id', 'activity_id', 'subject', 'organization']);
  const edit = fresh(operationId, await tx.now());
  for (const message of await messages.orderBy('conversation_id').orderBy('activity_id').execute()) {
    await tx.db
      .insertInto('outbox')
      .values({ ...edit, ...unclaimed(), ...message, new_card: null })
      .onConflict((conflict) =>
        conflict
          .columns(['conversation_id', 'activity_id'])
          .doUpdateSet({ ...edit, subject: message.subject, replaced: 1 }),
      )
      .execute();
  }
}

function fresh(operation_id: string | null, due_at: number) {
  return { operation_id, attempts: 0, due_at, tried_at: null, dead_at: null, why: null };
}

function unclaimed() {
  return { id: randomUUID(), replaced: 0, uncertain: 0, claim: 0, lease_until: 0 } as const;
}

/** What is to be sent, or the message to be edited as it is remembered. */
export async function cardOf(db: Executor['db'], { conversation_id, activity_id, new_card }: OutboxRow) {
  if (activity_id === null) return { kind: 'send' as const, card: parse<NewCard>(new_card ?? '') };
  const shown = await db
    .selectFrom('shown_cards')
    .selectAll()
    .where('conversation_id', '=', conversation_id)
    .where('activity_id', '=', activity_id)
    .executeTakeFirstOrThrow();
  return { kind: 'edit' as const, card: cardFromRow(shown) };
}

import type { ShownCard, ShownCards } from '../core/chat.ts';
import type { Database, Executor } from './database.ts';
import type { ShownCardRow } from './tables.ts';

export function shownCardStore({ outside, write }: Database): ShownCards {
  return {
    remember: (card) => write((tx) => rememberCard(tx, card)),
    find: (conversationId, activityId) => find(outside, conversationId, activityId),
  };
}

export async function rememberCard({ db, now }: Executor, card: ShownCard): Promise<void> {
  const row = cardToRow(card, await now());
  await db
    .insertInto('shown_cards')
    .values(row)
    .onConflict((conflict) => conflict.columns(['conversation_id', 'activity_id']).doUpdateSet(row))
    .execute();
  await dropEditsOfOtherSubjects(db, card);
}

/** An edit owed to what the message showed before would bring that back. */
async function dropEditsOfOtherSubjects(db: Executor['db'], card: ShownCard): Promise<void> {
  await db
    .deleteFrom('outbox')
    .where('conversation_id', '=', card.conversationId)
    .where('activity_id', '=', card.activityId)
    .where('subject', '!=', card.subject)
    .execute();
}

async function find({ db }: Executor, conversationId: string, activityId: string): Promise<ShownCard | undefined> {
  const row = await db
    .selectFrom('shown_cards')
    .selectAll()
    .where('conversation_id', '=', conversationId)
    .where('activity_id', '=', activityId)
    .executeTakeFirst();
  return row && cardFromRow(row);
}

export function cardToRow(card: ShownCard, shown_at: number): ShownCardRow {
  return {
    conversation_id: card.conversationId,
    activity_id: card.activityId,
    organization: card.organization,
    kind: card.kind,
    subject: card.subject,
    connection_id: card.connectionId,
    asked_by: card.askedBy,
    shown_at,
  };
}

export function cardFromRow(row: ShownCardRow): ShownCard {
  return {
    organization: row.organization,
    conversationId: row.conversation_id,
    activityId: row.activity_id,
    kind: row.kind,
    subject: row.subject,
    connectionId: row.connection_id,
    askedBy: row.asked_by,
  };
}

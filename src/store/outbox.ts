import type { Outbox, OutboxItem, Postponement, ShownCard } from '../core/chat.ts';
import { strand } from './alerts/stranded.ts';
import { disable } from './conversations.ts';
import type { Database, Executor } from './database.ts';
import { operationOf } from './operations/rows.ts';
import { backlog, deadLetters } from './outbox-backlog.ts';
import { claimDue } from './outbox-claim.ts';
import { refresh } from './outbox-queue.ts';
import { hold } from './send-pace.ts';
import { rememberCard } from './shown-cards.ts';
import type { OutboxRow } from './tables.ts';

export function outboxStore(database: Database): Outbox {
  const { outside, write } = database;
  return {
    refresh: (card, operationId) => write((tx) => refresh(tx, card, operationId)),
    claim: (limit) => claimDue(database, limit),
    sent: (item, activityId) => write((tx) => sent(tx, item, activityId)),
    retry: (item, postponement) => write((tx) => retry(tx, item, postponement)),
    bury: (item, why) => write((tx) => bury(tx, item, why)),
    close: (item, why) => write((tx) => close(tx, item, why)),
    forget: (item) => write((tx) => forget(tx, item)),
    backlog: () => backlog(outside),
    deadLetters: (organization) => deadLetters(outside, organization),
  };
}

async function sent(tx: Executor, item: OutboxItem, activityId?: string): Promise<void> {
  if (item.kind === 'send' && activityId && item.card.thread === undefined)
    await rememberSent(tx, item, { ...item.card, activityId });
  await tx.db
    .deleteFrom('outbox')
    .where('id', '=', item.id)
    .where('claim', '=', item.claim)
    .where((eb) => eb.or([eb('replaced', '=', 0), eb('activity_id', 'is', null)]))
    .execute();
  await free(tx, item);
}

/** What happened while the message was on its way queued no edit: nobody knew the message yet. */
async function rememberSent(tx: Executor, { id, operation }: OutboxItem, card: ShownCard): Promise<void> {
  await rememberCard(tx, card);
  const row = await tx.db
    .selectFrom('outbox')
    .select(['replaced', 'operation_id'])
    .where('id', '=', id)
    .modifyEnd(tx.dialect.forUpdate)
    .executeTakeFirst();
  const hasMoved = operation !== undefined && (await operationOf(tx.db, operation.id)).state !== operation.state;
  if (row?.replaced === 1 || hasMoved) await refresh(tx, card, row?.operation_id ?? operation?.id);
}

async function retry(tx: Executor, item: OutboxItem, { afterMs, pause, uncertain }: Postponement): Promise<void> {
  const due_at = (await tx.now()) + afterMs;
  await change(tx, item, { due_at, ...(uncertain ? { uncertain: 1 } : {}) });
  if (pause) await hold(tx, item.card.conversationId, due_at);
  await free(tx, item);
}

async function bury(tx: Executor, item: OutboxItem, why: string): Promise<void> {
  await change(tx, item, { dead_at: await tx.now(), why });
  if (item.kind === 'send') await strand(tx, item.id);
  await free(tx, item);
}

async function close(tx: Executor, item: OutboxItem, why: string): Promise<void> {
  await disable(tx, item.card.conversationId, why);
  await bury(tx, item, why);
}

async function forget(tx: Executor, item: OutboxItem): Promise<void> {
  await tx.db.deleteFrom('outbox').where('id', '=', item.id).where('claim', '=', item.claim).execute();
  if (item.kind === 'send') return;
  await tx.db
    .deleteFrom('shown_cards')
    .where('conversation_id', '=', item.card.conversationId)
    .where('activity_id', '=', item.card.activityId)
    .execute();
}

/** What came of an edit says nothing about the one that replaced it meanwhile. */
async function change({ db }: Executor, { id, claim, kind }: OutboxItem, values: Partial<OutboxRow>): Promise<void> {
  const claimed = db.updateTable('outbox').set(values).where('id', '=', id).where('claim', '=', claim);
  await (kind === 'edit' ? claimed.where('replaced', '=', 0) : claimed).execute();
}

async function free({ db }: Executor, { id, claim }: OutboxItem): Promise<void> {
  await db.updateTable('outbox').set({ lease_until: 0 }).where('id', '=', id).where('claim', '=', claim).execute();
}

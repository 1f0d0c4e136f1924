import type { OutboxItem } from '../core/chat.ts';
import { strand } from './alerts/stranded.ts';
import type { Database, Executor } from './database.ts';
import { operationOf } from './operations/rows.ts';
import { cardOf } from './outbox-queue.ts';
import { whyNotSend } from './outbox-warrant.ts';
import { present } from './present.ts';
import {
  afterOne,
  conversationRules,
  leeway,
  lockFreePaces,
  mayGo,
  type Pace,
  savePace,
  tenantRules,
} from './send-pace.ts';
import type { OutboxRow } from './tables.ts';

/** Longer than one send can take: an item whose sender died is sent again after it. */
const leaseMs = 30_000;

/** Some of the conversations found may be taken by somebody else, or their tenant may be ahead of its pace. */
const lookAhead = 4;

type Waiting = { conversation_id: string; tenant_id: string | null };

/** At most one item a conversation, so that its messages keep their order and nobody overtakes its pace. */
export async function claimDue({ outside, write }: Database, limit: number): Promise<readonly OutboxItem[]> {
  const waiting = await findWaiting(outside, limit * lookAhead);
  return waiting.length === 0 ? [] : write((tx) => claimFirsts(tx, waiting, limit));
}

/** Conversations with something due, nothing under way and room in their pace; whoever waits longest first. */
async function findWaiting(executor: Executor, limit: number): Promise<readonly Waiting[]> {
  const now = await executor.now();
  const { short, long } = conversationRules;
  return executor.db
    .selectFrom('outbox')
    .leftJoin('send_paces', 'send_paces.key', 'outbox.conversation_id')
    .leftJoin('conversations', 'conversations.id', 'outbox.conversation_id')
    .select(['outbox.conversation_id', 'conversations.tenant_id'])
    .where('dead_at', 'is', null)
    .where('due_at', '<=', now)
    .where('lease_until', '<=', now)
    .where((eb) => eb.or([eb('short_at', 'is', null), eb('short_at', '<=', now + leeway(short))]))
    .where((eb) => eb.or([eb('long_at', 'is', null), eb('long_at', '<=', now + leeway(long))]))
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('outbox as other')
            .select('other.id')
            .whereRef('other.conversation_id', '=', 'outbox.conversation_id')
            .where('other.lease_until', '>', now),
        ),
      ),
    )
    .groupBy(['outbox.conversation_id', 'conversations.tenant_id'])
    .orderBy((eb) => eb.fn.min('due_at'))
    .limit(limit)
    .execute();
}

async function claimFirsts(tx: Executor, waiting: readonly Waiting[], limit: number): Promise<readonly OutboxItem[]> {
  const now = await tx.now();
  const paces = await lockPaces(tx, waiting);
  const items: OutboxItem[] = [];
  for (const place of waiting) {
    if (items.length === limit) break;
    const item = hasRoom(paces, place, now) && (await claimFirst(tx, place.conversation_id, now));
    if (!item) continue;
    items.push(item);
    await useUp(tx, paces, place, now);
  }
  return items;
}

type Paces = { conversations: Map<string, Pace>; tenants: Map<string, Pace> };

async function lockPaces(tx: Executor, waiting: readonly Waiting[]): Promise<Paces> {
  const conversations = waiting.map(({ conversation_id }) => conversation_id);
  const tenants = [...new Set(waiting.flatMap(({ tenant_id }) => tenant_id ?? []))];
  return {
    conversations: byKey(await lockFreePaces(tx, conversations)),
    tenants: byKey(await lockFreePaces(tx, tenants)),
  };
}

function byKey(paces: readonly Pace[]): Map<string, Pace> {
  return new Map(paces.map((pace) => [pace.key, pace]));
}

/** A pace that is missing is held by another instance: next time. Who knows no conversation knows no tenant of it. */
function hasRoom({ conversations, tenants }: Paces, { conversation_id, tenant_id }: Waiting, now: number): boolean {
  const conversation = conversations.get(conversation_id);
  const tenant = tenant_id === null ? undefined : tenants.get(tenant_id);
  const tenantHasRoom = tenant_id === null || (tenant !== undefined && mayGo(tenantRules, tenant, now));
  return tenantHasRoom && conversation !== undefined && mayGo(conversationRules, conversation, now);
}

async function useUp(tx: Executor, paces: Paces, { conversation_id, tenant_id }: Waiting, now: number): Promise<void> {
  const conversation = paces.conversations.get(conversation_id);
  if (conversation) await savePace(tx, afterOne(conversationRules, conversation, now));
  const tenant = paces.tenants.get(tenant_id ?? '');
  if (!tenant) return;
  const ahead = afterOne(tenantRules, tenant, now);
  paces.tenants.set(tenant.key, ahead);
  await savePace(tx, ahead);
}

/**
 * Looked at again now that the conversation is held: it may have been served meanwhile. What is new to people does not
 * wait behind edits of what they have seen.
 */
async function claimFirst(tx: Executor, conversationId: string, now: number): Promise<OutboxItem | undefined> {
  const ofConversation = tx.db.selectFrom('outbox').selectAll().where('conversation_id', '=', conversationId);
  const underWay = await ofConversation.where('lease_until', '>', now).limit(1).executeTakeFirst();
  if (underWay) return undefined;
  const row = await ofConversation
    .where('dead_at', 'is', null)
    .where('due_at', '<=', now)
    .orderBy(({ eb }) => eb.case().when('activity_id', 'is', null).then(0).else(1).end())
    .orderBy('due_at')
    .orderBy('id')
    .limit(1)
    .modifyEnd(tx.dialect.forUpdateOfFree)
    .executeTakeFirst();
  return row && lease(tx, row, now);
}

/** Who took it before and never said what became of it may have sent it. */
async function lease(tx: Executor, row: OutboxRow, now: number): Promise<OutboxItem | undefined> {
  const card = await cardOf(tx.db, row);
  const why = await whyNotSend(tx, card.card);
  if (why !== undefined) return turnAway(tx, row, now, why);
  const changes = {
    replaced: 0,
    claim: row.claim + 1,
    attempts: row.attempts + 1,
    lease_until: now + leaseMs,
    tried_at: row.tried_at ?? now,
    uncertain: row.uncertain === 1 || row.lease_until > 0 ? 1 : 0,
  } as const;
  await tx.db.updateTable('outbox').set(changes).where('id', '=', row.id).execute();
  return {
    id: row.id,
    claim: changes.claim,
    attempts: changes.attempts,
    triedForMs: now - changes.tried_at,
    mayRepeat: changes.uncertain === 1,
    ...present('operation', row.operation_id ? await operationOf(tx.db, row.operation_id) : undefined),
    ...card,
  };
}

/** A message nobody may get any more stays to be seen; an edit to one is of no use to anybody. */
async function turnAway(tx: Executor, row: OutboxRow, now: number, why: string): Promise<undefined> {
  const { db } = tx;
  const { id, activity_id } = row;
  if (activity_id !== null) {
    await db.deleteFrom('outbox').where('id', '=', id).execute();
    return;
  }
  await db.updateTable('outbox').set({ dead_at: now, lease_until: 0, why }).where('id', '=', id).execute();
  await strand(tx, id);
}

import { approvalSubject } from '../core/approve-conversation.ts';
import type { Conversation, Conversations } from '../core/chat.ts';
import type { Database, Executor } from './database.ts';
import { lastKnown } from './last-known.ts';
import { queueEdits } from './outbox-queue.ts';
import { present } from './present.ts';
import type { ConversationRow } from './tables.ts';

type Seen = Parameters<Conversations['remember']>[0];

export function conversationStore(database: Database): Conversations {
  const { outside, write } = database;
  const findKnown = lastKnown((id: string) => find(outside, id));
  return {
    find: findKnown,
    findOperators: (organization) => findOperators(outside, organization),
    listApproved: (organization) => listApproved(outside, organization),
    remember: (seen) => rememberIfChanged(write, findKnown, seen),
    approve: (id, { operators }) => write((tx) => approve(tx, id, operators)),
    withdraw: (id) => write((tx) => withdraw(tx, id)),
    disable: (id, why) => write((tx) => disable(tx, id, why)),
  };
}

async function find({ db }: Executor, id: string): Promise<Conversation | undefined> {
  const row = await db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst();
  return row && conversationFromRow(row);
}

async function listApproved({ db }: Executor, organization: string): Promise<readonly Conversation[]> {
  const own = db.selectFrom('conversations').selectAll().where('organization', '=', organization);
  const rows = await own.where('approved', '=', 1).where('disabled', 'is', null).orderBy('id').execute();
  return rows.map(conversationFromRow);
}

export async function findOperators({ db }: Executor, organization: string): Promise<Conversation | undefined> {
  const marked = db.selectFrom('conversations').selectAll().where('organization', '=', organization);
  const row = await marked.where('operators', '=', 1).executeTakeFirst();
  return row && conversationFromRow(row);
}

/** A conversation that is known can still be answered when nothing can be written. */
async function rememberIfChanged(
  write: Database['write'],
  findKnown: Conversations['find'],
  seen: Seen,
): ReturnType<Conversations['remember']> {
  const known = await findKnown(seen.id);
  if (known && isAsSeen(known, seen)) return { ...known, isNew: false };
  try {
    return await write((tx) => remember(tx, seen));
  } catch (thrown) {
    if (!known) throw thrown;
    return { ...known, isNew: false };
  }
}

function isAsSeen(known: Conversation, seen: Seen): boolean {
  const { serviceUrl, name = known.name } = seen;
  return known.serviceUrl === serviceUrl && known.name === name && known.disabled === undefined;
}

async function remember({ db }: Executor, seen: Seen): Promise<Conversation & { isNew: boolean }> {
  const { id, organization, tenantId, type, serviceUrl, name } = seen;
  const row = {
    id,
    organization,
    tenant_id: tenantId,
    type,
    service_url: serviceUrl,
    disabled: null,
    name: name ?? null,
  };
  const added = await db
    .insertInto('conversations')
    .values({ ...row, approved: 0, operators: 0 })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returningAll()
    .executeTakeFirst();
  if (added) return { ...conversationFromRow(added), isNew: true };
  const refreshed = await db
    .updateTable('conversations')
    .set({ service_url: serviceUrl, disabled: null, ...present('name', name) })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { ...conversationFromRow(refreshed), isNew: false };
}

/** At most one conversation of an organization gets the operators' notices: the one marked last. */
async function approve(tx: Executor, id: string, operators: boolean): Promise<void> {
  const { db } = tx;
  const approved = await db
    .updateTable('conversations')
    .set(operators ? { approved: 1, operators: 1 } : { approved: 1 })
    .where('id', '=', id)
    .returning('organization')
    .executeTakeFirst();
  await queueEdits(tx, null, [approvalSubject(id)]);
  if (!operators || !approved) return;
  await db
    .updateTable('conversations')
    .set({ operators: 0 })
    .where('organization', '=', approved.organization)
    .where('id', '!=', id)
    .execute();
}

async function withdraw(tx: Executor, id: string): Promise<void> {
  await tx.db.updateTable('conversations').set({ approved: 0, operators: 0 }).where('id', '=', id).execute();
  await queueEdits(tx, null, [approvalSubject(id)]);
}

export async function disable({ db }: Executor, id: string, why: string): Promise<void> {
  await db.updateTable('conversations').set({ disabled: why }).where('id', '=', id).execute();
}

export function conversationFromRow(row: ConversationRow): Conversation {
  return {
    id: row.id,
    organization: row.organization,
    tenantId: row.tenant_id,
    type: row.type,
    serviceUrl: row.service_url,
    approved: row.approved === 1,
    operators: row.operators === 1,
    ...present('disabled', row.disabled),
    ...present('name', row.name),
  };
}

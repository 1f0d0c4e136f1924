import type { ExpressionBuilder } from 'kysely';
import { refuse } from '../../core/errors.ts';
import type { Operation } from '../../core/operations/operation.ts';
import type { OperationPage, OperationStore } from '../../core/operations/operation-store.ts';
import type { Executor } from '../database.ts';
import type { Tables } from '../tables.ts';
import { operationFromRow } from './operation-row.ts';

type Page = Parameters<OperationStore['list']>[1];

export async function find({ db }: Executor, organization: string, id: string): Promise<Operation | undefined> {
  const row = await db
    .selectFrom('operations')
    .selectAll()
    .where('organization', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return row && operationFromRow(row);
}

export async function latest(
  { db }: Executor,
  organization: string,
  lockKeys: readonly string[],
  limit: number,
): Promise<readonly Operation[]> {
  if (lockKeys.length === 0) return [];
  const rows = await db
    .selectFrom('operations')
    .selectAll()
    .where('lock_key', 'in', lockKeys)
    .where('organization', '=', organization)
    .where('state', '=', 'ended')
    .where('intent_seq', 'is not', null)
    .orderBy('intent_seq', 'desc')
    .limit(limit)
    .execute();
  return rows.map(operationFromRow);
}

/** The cursor is the sequence number of the last intent shown. */
export async function list({ db }: Executor, organization: string, page: Page): Promise<OperationPage> {
  const { cursor, limit, connections, requestedBy } = page;
  if (connections?.length === 0) return { operations: [] };
  const rows = await db
    .selectFrom('operations')
    .selectAll()
    .where('organization', '=', organization)
    .where('intent_seq', '<', cursor === undefined ? Number.MAX_SAFE_INTEGER : parseCursor(cursor))
    .$if(connections !== undefined, (query) => query.where('connection_id', 'in', connections ?? []))
    .$if(requestedBy !== undefined, (query) => query.where((eb) => isIntentOf(eb, requestedBy ?? '')))
    .orderBy('intent_seq', 'desc')
    .limit(limit + 1)
    .execute();
  const operations = rows.slice(0, limit).map(operationFromRow);
  const last = rows[limit - 1]?.intent_seq;
  return rows.length > limit && last ? { operations, cursor: String(last) } : { operations };
}

/** Looked up row by row: whoever asks for their own last ones does not wait for the whole journal to be read. */
function isIntentOf({ exists, selectFrom }: ExpressionBuilder<Tables, 'operations'>, actor: string) {
  return exists(
    selectFrom('journal')
      .select('journal.seq')
      .whereRef('journal.organization', '=', 'operations.organization')
      .whereRef('journal.seq', '=', 'operations.intent_seq')
      .where('journal.type', '=', 'intent')
      .where('journal.actor', '=', actor),
  );
}

function parseCursor(cursor: string): number {
  const seq = /^[1-9][0-9]{0,14}$/.test(cursor) ? Number(cursor) : undefined;
  return seq ?? refuse('invalid_request', 'The cursor is not one from this list. Leave it out to start at the newest.');
}

import type { JournalEntry } from '../../core/journal.ts';
import type { Operation, OperationDraft } from '../../core/operations/operation.ts';
import type { Executor } from '../database.ts';
import { append } from '../journal.ts';
import { newRow, operationFromRow } from './operation-row.ts';
import { lockOperation, saveOperation } from './rows.ts';

export async function propose(
  tx: Executor,
  draft: OperationDraft,
  ttlMs: number,
  entry: JournalEntry,
): Promise<Operation> {
  const now = await tx.now();
  const row = newRow(draft, now, now + ttlMs);
  await tx.db.insertInto('operations').values(row).execute();
  await append(tx, entry);
  return operationFromRow(row);
}

export async function cancel(tx: Executor, organization: string, id: string, entry: JournalEntry): Promise<boolean> {
  const row = await lockOperation(tx, organization, id);
  if (row?.state !== 'proposed' || row.expires_at <= (await tx.now())) return false;
  await saveOperation(tx, { ...row, state: 'cancelled' });
  await append(tx, entry);
  return true;
}

export async function expire(tx: Executor): Promise<number> {
  const { numUpdatedRows } = await tx.db
    .updateTable('operations')
    .set({ state: 'expired' })
    .where('state', '=', 'proposed')
    .where('expires_at', '<=', await tx.now())
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

import type { JournalEntry } from '../../core/journal.ts';
import type { Operation, OperationDraft } from '../../core/operations/operation.ts';
import { subjectsOf } from '../../core/operations/subjects.ts';
import type { Executor } from '../database.ts';
import { append } from '../journal.ts';
import { parse } from '../json.ts';
import { queueEdits } from '../outbox-queue.ts';
import type { OperationRow } from '../tables.ts';
import { forgetClaims } from './claims.ts';
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
  if (!row || !isWaiting(row) || row.expires_at <= (await tx.now())) return false;
  await saveOperation(tx, { ...row, state: 'cancelled' });
  if (row.state === 'awaitingApproval') await queueEdits(tx, id, subjectsOf(parse<OperationDraft>(row.draft)));
  await append(tx, entry);
  return true;
}

function isWaiting({ state }: OperationRow): boolean {
  return state === 'proposed' || state === 'awaitingApproval';
}

/** A confirmation is one person's card, which tells the time itself; a request is others' as well, so it is edited. */
export async function expire(tx: Executor): Promise<number> {
  await forgetClaims(tx);
  const over = await tx.db
    .selectFrom('operations')
    .selectAll()
    .where('state', 'in', ['proposed', 'awaitingApproval'])
    .where('expires_at', '<=', await tx.now())
    .modifyEnd(tx.dialect.forUpdateOfFree)
    .execute();
  for (const row of over) {
    await saveOperation(tx, { ...row, state: 'expired' });
    if (row.state === 'awaitingApproval') await queueEdits(tx, row.id, subjectsOf(parse<OperationDraft>(row.draft)));
  }
  return over.length;
}

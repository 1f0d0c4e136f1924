import type { Operation, OperationDraft } from '../../core/operations/operation.ts';
import type { ApprovalDenial, NewApproval } from '../../core/operations/operation-store.ts';
import type { Executor } from '../database.ts';
import { append } from '../journal.ts';
import { parse } from '../json.ts';
import { queueEdits, queueNewCard } from '../outbox-queue.ts';
import { draftText, operationFromRow } from './operation-row.ts';
import { lockOperation, saveOperation } from './rows.ts';

/** Once asked, the draft is not changed any more. */
export async function requestApproval(tx: Executor, asked: NewApproval): Promise<Operation | 'expired'> {
  const { draft, ttlMs, entry, subjects, sends } = asked;
  const stored = await lockOperation(tx, draft.organization, draft.id);
  if (!stored) throw new Error(`${draft.id} was never proposed.`);
  const now = await tx.now();
  if (stored.state !== 'proposed') return operationFromRow(stored);
  if (stored.expires_at <= now) return 'expired';
  const row = { ...stored, state: 'awaitingApproval' as const, draft: draftText(draft), expires_at: now + ttlMs };
  await saveOperation(tx, row);
  await queueEdits(tx, draft.id, subjects);
  for (const card of sends) await queueNewCard(tx, card, draft.id);
  await append(tx, entry);
  return operationFromRow(row);
}

export async function deny(tx: Executor, denial: ApprovalDenial): Promise<Operation | undefined> {
  const { organization, id, by, entry, subjects } = denial;
  const stored = await lockOperation(tx, organization, id);
  if (stored?.state !== 'awaitingApproval' || stored.expires_at <= (await tx.now())) return undefined;
  const draft = { ...parse<OperationDraft>(stored.draft), deniedBy: by };
  const row = { ...stored, state: 'denied' as const, draft: draftText(draft), ended_at: await tx.now() };
  await saveOperation(tx, row);
  await queueEdits(tx, id, subjects);
  await append(tx, entry);
  return operationFromRow(row);
}

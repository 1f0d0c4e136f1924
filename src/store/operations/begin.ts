import type { Operation } from '../../core/operations/operation.ts';
import type { BeginProblem, Intent, Lock } from '../../core/operations/operation-store.ts';
import type { Executor } from '../database.ts';
import { append } from '../journal.ts';
import type { OperationRow } from '../tables.ts';
import { lockLease } from './leases.ts';
import { draftText, newRow, operationFromRow } from './operation-row.ts';
import { lockOperation, saveOperation } from './rows.ts';

/** Consumes the proposal once, under a lease that is still the caller's, together with the journal's intent row. */
export async function begin(tx: Executor, intent: Intent): Promise<Operation | BeginProblem> {
  const { draft, lock, before, entry } = intent;
  const ours = await holdsLease(tx, lock, draft.id);
  const stored = await lockOperation(tx, draft.organization, draft.id);
  const now = await tx.now();
  const problem = intent.from === 'proposal' ? whyNotUsable(stored, now) : stored && 'consumed';
  if (problem) return problem;
  if (!ours) return 'lock_lost';
  const { seq } = await append(tx, entry);
  const row: OperationRow = {
    ...(stored ?? newRow(draft, now, now)),
    state: 'running',
    draft: draftText(draft),
    begun_at: now,
    intent_seq: seq,
    before_state: JSON.stringify(before),
  };
  await saveOperation(tx, row);
  return operationFromRow(row);
}

async function holdsLease(tx: Executor, { key, fence }: Lock, operationId: string): Promise<boolean> {
  const lease = await lockLease(tx, key);
  return lease?.fence === fence && lease.operation_id === operationId && lease.expires_at > (await tx.now());
}

function whyNotUsable(proposal: OperationRow | undefined, now: number): BeginProblem | undefined {
  if (proposal?.state === 'expired') return 'expired';
  if (proposal?.state !== 'proposed') return 'consumed';
  return proposal.expires_at <= now ? 'expired' : undefined;
}

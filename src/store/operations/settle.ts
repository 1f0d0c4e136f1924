import type { JournalEntry } from '../../core/journal.ts';
import type { Operation } from '../../core/operations/operation.ts';
import type { Lock, Outcome } from '../../core/operations/operation-store.ts';
import type { Executor } from '../database.ts';
import { holdToOutcome } from '../drift/after-operation.ts';
import { append } from '../journal.ts';
import { queueEdits, queueNewCard } from '../outbox-queue.ts';
import type { OperationRow } from '../tables.ts';
import { takeClaim } from './claims.ts';
import { freeLease, lockLease } from './leases.ts';
import { newRow, operationFromRow } from './operation-row.ts';
import { lockOperation, saveOperation } from './rows.ts';

/** Ends an operation once: said again, it changes nothing and answers with what was recorded. */
export async function settle(tx: Executor, outcome: Outcome): Promise<Operation> {
  const { draft, lock } = outcome;
  const lease = lock && (await lockLease(tx, lock.key));
  const stored = await lockOperation(tx, draft.organization, draft.id);
  if (stored && !isOpen(stored, outcome)) return settledBefore(tx, stored, lock);
  // What has begun took its claim then, and its outcome has to be recorded whatever became of that.
  if (stored?.state !== 'running') await takeClaim(tx, draft.via.claim, draft.id);
  const row = await ended(tx, stored, outcome);
  await saveOperation(tx, row);
  await tell(tx, outcome);
  await holdToOutcome(tx, outcome);
  if (lock) await freeLease(tx, lock);
  const leaseLost = lock !== undefined && lease?.fence !== lock.fence;
  await append(tx, leaseLost ? marked(outcome.entry) : outcome.entry);
  return operationFromRow(row);
}

/** A press that came late took the lease in vain. */
async function settledBefore(tx: Executor, stored: OperationRow, lock: Lock | undefined): Promise<Operation> {
  if (lock) await freeLease(tx, lock);
  return operationFromRow(stored);
}

async function tell(tx: Executor, { draft, subjects, sends = [] }: Outcome): Promise<void> {
  await queueEdits(tx, draft.id, subjects);
  for (const card of sends) await queueNewCard(tx, card, draft.id);
}

/** Without a lock nothing was begun, so what has begun belongs to somebody else. */
function isOpen({ state }: OperationRow, { lock }: Outcome): boolean {
  return state === 'proposed' || state === 'awaitingApproval' || (state === 'running' && lock !== undefined);
}

async function ended(tx: Executor, stored: OperationRow | undefined, outcome: Outcome): Promise<OperationRow> {
  const now = await tx.now();
  return {
    ...(stored ?? newRow(outcome.draft, now, now)),
    state: 'ended',
    ended_at: now,
    steps: JSON.stringify(outcome.steps),
    result: JSON.stringify(outcome.result),
    interrupted: outcome.interrupted ? 1 : 0,
  };
}

/** What was done is recorded even if somebody else may have taken the operation over meanwhile. */
function marked(entry: JournalEntry): JournalEntry {
  return { ...entry, detail: { ...entry.detail, leaseLost: true } };
}

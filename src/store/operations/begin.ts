import type { Operation, OperationDraft } from '../../core/operations/operation.ts';
import type { BeginProblem, Cap, Intent, Lock } from '../../core/operations/operation-store.ts';
import { tellAlerts } from '../alerts/after-operation.ts';
import type { Executor } from '../database.ts';
import { append, lockChain } from '../journal.ts';
import { parse } from '../json.ts';
import type { OperationRow } from '../tables.ts';
import { takeClaim } from './claims.ts';
import { lockLease } from './leases.ts';
import { draftText, newRow, operationFromRow } from './operation-row.ts';
import { lockOperation, putOperation } from './rows.ts';

/** Consumes the proposal or approval once, under leases that are still the caller's, with the journal's intent row. */
export async function begin(tx: Executor, intent: Intent): Promise<Operation | BeginProblem> {
  const { draft, before, entry } = intent;
  const ours = await holdsLeases(tx, intent);
  const stored = await lockOperation(tx, draft.organization, draft.id);
  const now = await tx.now();
  const problem = whyNotUsable(stored, intent.from, now);
  if (problem) return problem;
  if (!ours) return 'lock_lost';
  await takeClaim(tx, draft.via.claim, draft.id);
  if (intent.cap && (await isCapped(tx, draft.organization, intent.cap))) return 'capped';
  const running: OperationRow = {
    ...(stored ?? newRow(draft, now, now)),
    state: 'running',
    draft: draftText(begunDraft(stored, intent)),
    begun_at: now,
    cap_key: intent.cap?.key ?? null,
    before_state: JSON.stringify(before),
  };
  await tellAlerts(tx, operationFromRow(running));
  const { seq } = await append(tx, entry);
  const row = { ...running, intent_seq: seq };
  await putOperation(tx, row);
  return operationFromRow(row);
}

async function holdsLeases(tx: Executor, { draft, lock, further }: Intent): Promise<boolean> {
  let holdsAll = true;
  for (const one of [lock, ...further]) holdsAll = (await holdsLease(tx, one, draft.id)) && holdsAll;
  return holdsAll;
}

async function holdsLease(tx: Executor, { key, fence }: Lock, operationId: string): Promise<boolean> {
  const lease = await lockLease(tx, key);
  return lease?.fence === fence && lease.operation_id === operationId && lease.expires_at > (await tx.now());
}

const usableState = { proposal: 'proposed', approval: 'awaitingApproval' } as const;

function whyNotUsable(stored: OperationRow | undefined, from: Intent['from'], now: number): BeginProblem | undefined {
  if (from === 'nothing') return stored && 'consumed';
  if (stored?.state === 'expired') return 'expired';
  if (stored?.state !== usableState[from]) return 'consumed';
  return stored.expires_at <= now ? 'expired' : undefined;
}

/** What was approved is what was asked for then: of the caller's draft only the approval is taken. */
function begunDraft(stored: OperationRow | undefined, { draft, from }: Intent): OperationDraft {
  if (!stored || from !== 'approval') return draft;
  return { ...parse<OperationDraft>(stored.draft), ...(draft.approvedBy && { approvedBy: draft.approvedBy }) };
}

/** Counted with the chain's head held: two intents of one organization never count at the same time. */
async function isCapped(tx: Executor, organization: string, { key, limits }: Cap): Promise<boolean> {
  if (limits.length === 0) return false;
  await lockChain(tx, organization);
  const now = await tx.now();
  for (const { most, withinMs } of limits) {
    const { count } = await tx.db
      .selectFrom('operations')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('cap_key', '=', key)
      .where('begun_at', '>', now - withinMs)
      .executeTakeFirstOrThrow();
    if (count >= most) return true;
  }
  return false;
}

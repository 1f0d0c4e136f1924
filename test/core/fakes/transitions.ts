import type { Operation } from '../../../src/core/operations/operation.ts';
import type {
  ApprovalDenial,
  BeginProblem,
  Cap,
  Intent,
  Interrupted,
  NewApproval,
  Outcome,
} from '../../../src/core/operations/operation-store.ts';
import { lockKey } from '../../../src/core/operations/subjects.ts';
import { isWaiting, type Ledger } from './ledger.ts';

const usableState = { proposal: 'proposed', approval: 'awaitingApproval' } as const;

export function requestApproval(ledger: Ledger, asked: NewApproval): Operation | 'expired' {
  const { draft, ttlMs, entry, subjects, sends } = asked;
  const stored = ledger.find(draft.organization, draft.id);
  if (!stored) throw new Error(`${draft.id} was never proposed.`);
  if (stored.state !== 'proposed') return stored;
  if (ledger.isOver(stored.expiresAt)) return 'expired';
  ledger.append(entry);
  ledger.queued.push(subjects);
  ledger.sent.push(...sends);
  return ledger.save({ ...stored, ...draft, state: 'awaitingApproval', expiresAt: ledger.now() + ttlMs });
}

export function deny(ledger: Ledger, { organization, id, by, entry, subjects }: ApprovalDenial) {
  const operation = ledger.find(organization, id);
  if (operation?.state !== 'awaitingApproval' || ledger.isOver(operation.expiresAt)) return undefined;
  ledger.append(entry);
  ledger.queued.push(subjects);
  return ledger.save({ ...operation, state: 'denied', deniedBy: by, endedAt: ledger.now() });
}

export function begin(ledger: Ledger, intent: Intent): Operation | BeginProblem {
  const { draft, before, from, entry, cap } = intent;
  const stored = ledger.find(draft.organization, draft.id);
  const problem = whyNotUsable(ledger, stored, from) ?? whyNotFree(ledger, intent);
  if (problem) return problem;
  if (cap) ledger.caps.set(draft.id, cap.key);
  ledger.claims.make(draft.via.claim, draft.id);
  ledger.append(entry);
  const added = from === 'approval' ? { approvedBy: draft.approvedBy } : { reason: draft.reason };
  return ledger.save({
    ...(stored ?? ledger.fresh(draft)),
    ...added,
    state: 'running',
    begunAt: ledger.now(),
    before,
  });
}

function whyNotUsable(ledger: Ledger, stored: Operation | undefined, from: Intent['from']): BeginProblem | undefined {
  if (from === 'nothing') return stored && 'consumed';
  if (stored?.state === 'expired') return 'expired';
  if (stored?.state !== usableState[from]) return 'consumed';
  return ledger.isOver(stored.expiresAt) ? 'expired' : undefined;
}

function whyNotFree(ledger: Ledger, { draft, lock, further, cap }: Intent): BeginProblem | undefined {
  if (![lock, ...further].every((one) => ledger.leases.holds(one, draft.id))) return 'lock_lost';
  return cap && isCapped(ledger, cap) ? 'capped' : undefined;
}

function isCapped({ caps, operations, isOver }: Ledger, { key, limits }: Cap): boolean {
  const counted = [...caps].filter(([, under]) => under === key).map(([id]) => operations.get(id)?.begunAt ?? 0);
  return limits.some(({ most, withinMs }) => counted.filter((at) => !isOver(at + withinMs)).length >= most);
}

/** Once only: said again it changes nothing, but frees the lease it was given all the same. */
export function settle(ledger: Ledger, outcome: Outcome): Operation {
  const { draft, lock, steps, result, interrupted, entry, subjects } = outcome;
  const stored = ledger.find(draft.organization, draft.id) ?? ledger.fresh(draft);
  if (lock) ledger.leases.free(lock);
  if (!isWaiting(stored) && !(stored.state === 'running' && lock)) return stored;
  ledger.claims.make(draft.via.claim, draft.id);
  ledger.append(entry);
  ledger.queued.push(subjects);
  ledger.sent.push(...(outcome.sends ?? []));
  return ledger.save({ ...stored, state: 'ended', endedAt: ledger.now(), steps, result, interrupted });
}

export function takeOverInterrupted(ledger: Ledger, settleMs: number): Interrupted[] {
  const abandoned = [...ledger.operations.values()].filter((one) => isAbandoned(ledger, one, settleMs));
  return abandoned.map((operation) => ({
    operation: structuredClone(operation),
    lock: ledger.leases.grant(lockKey(operation), { operationId: operation.id, verb: operation.verb }),
    ageMs: ledger.now() - (operation.begunAt ?? 0),
  }));
}

function isAbandoned({ leases, isOver }: Ledger, operation: Operation, settleMs: number): boolean {
  const settled = isOver((operation.begunAt ?? 0) + settleMs);
  return operation.state === 'running' && leases.isFree(lockKey(operation)) && settled;
}

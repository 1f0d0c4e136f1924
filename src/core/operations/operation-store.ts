import type { JournalEntry } from '../journal.ts';
import type { GraphDocument } from '../policies/compare.ts';
import type { Operation, OperationDraft, OperationResult, Step, Verb } from './operation.ts';

/** A lease on a target. `fence` grows with every takeover. */
export type Lock = { key: string; fence: number };

export type LockAnswer = ({ got: true } & Lock) | { got: false; operationId: string; verb: Verb };

export type Intent = {
  draft: OperationDraft;
  lock: Lock;
  before: GraphDocument;
  /** Whether a stored proposal is consumed, or the operation starts here. */
  from: 'proposal' | 'nothing';
  entry: JournalEntry;
};

export type BeginProblem = 'consumed' | 'expired' | 'lock_lost';

export type Outcome = {
  draft: OperationDraft;
  /** Absent when nothing was locked or begun: the operation ended without a write. */
  lock?: Lock;
  steps: readonly Step[];
  result: OperationResult;
  interrupted: boolean;
  entry: JournalEntry;
  /** Every shown card with one of these subjects gets one edit queued. */
  subjects: readonly string[];
};

export type OperationPage = { operations: readonly Operation[]; cursor?: string };

/** Each function is one transaction: what it says happens together or not at all, on the database's clock. */
export type OperationStore = {
  propose(draft: OperationDraft, ttlMs: number, entry: JournalEntry): Promise<Operation>;
  find(organization: string, id: string): Promise<Operation | undefined>;
  /** Begun operations, newest first; `connections` narrows to those. */
  list(
    organization: string,
    page: { cursor?: string; limit: number; connections?: readonly string[] },
  ): Promise<OperationPage>;
  /** Takes the target's lease, or says who holds it. An expired lease whose operation has no outcome is not free. */
  lock(key: string, holder: { operationId: string; verb: Verb; organization: string }): Promise<LockAnswer>;
  /** False when the lease is no longer ours. */
  renew(lock: Lock): Promise<boolean>;
  unlock(lock: Lock): Promise<void>;
  /** The durable intent: consumes the proposal, checks the lease, stores the before-state, appends the journal row. */
  begin(intent: Intent): Promise<Operation | BeginProblem>;
  /** The durable outcome: ends the operation, appends the journal row, queues the edits, frees the lease. */
  settle(outcome: Outcome): Promise<Operation>;
  /** Withdraws a proposal. False when it is no longer one. */
  cancel(organization: string, id: string, entry: JournalEntry): Promise<boolean>;
  /** Marks proposals whose time has run out. */
  expire(): Promise<number>;
  /** Operations with an intent, no outcome and a free lease that began at least `settleMs` ago; takes their leases. */
  takeOverInterrupted(settleMs: number): Promise<readonly { operation: Operation; lock: Lock }[]>;
};

import type { Person } from '../actors.ts';
import type { NewCard } from '../chat.ts';
import type { Claim, JournalEntry } from '../journal.ts';
import type { GraphDocument } from '../policies/compare.ts';
import type { Operation, OperationDraft, OperationResult, Step, Verb } from './operation.ts';

/** A lease on a target. `fence` grows with every takeover. */
export type Lock = { key: string; fence: number };

export type LockAnswer = ({ got: true } & Lock) | { got: false; operationId: string; verb: Verb };

export type Intent = {
  draft: OperationDraft;
  lock: Lock;
  /** Leases that must be held as well. */
  further: readonly Lock[];
  before: GraphDocument;
  /** Whether a stored proposal or an approval is consumed, or the operation starts here. */
  from: 'proposal' | 'approval' | 'nothing';
  entry: JournalEntry;
  cap?: Cap;
};

/** At most `most` intents with one key within a time, this one included. */
export type Limit = { most: number; withinMs: number };

/** The intent is counted under `key`, also when no limit applies to it. */
export type Cap = { key: string; limits: readonly Limit[] };

export type BeginProblem = 'consumed' | 'expired' | 'lock_lost' | 'capped';

/** Asks a second person: the draft as it would run, its request included. */
export type NewApproval = {
  draft: OperationDraft;
  ttlMs: number;
  entry: JournalEntry;
  subjects: readonly string[];
  /** Where the request has to be shown first. */
  sends: readonly NewCard[];
};

export type ApprovalDenial = {
  organization: string;
  id: string;
  by: Person;
  entry: JournalEntry;
  subjects: readonly string[];
};

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
  /** New messages that tell of it. */
  sends?: readonly NewCard[];
};

export type OperationPage = { operations: readonly Operation[]; cursor?: string };

/** `ageMs`: how long ago the intent was. */
export type Interrupted = { operation: Operation; lock: Lock; ageMs: number };

/** Each function is one transaction: what it says happens together or not at all, on the database's clock. */
export type OperationStore = {
  propose(draft: OperationDraft, ttlMs: number, entry: JournalEntry): Promise<Operation>;
  find(organization: string, id: string): Promise<Operation | undefined>;
  /** Begun operations, newest first; `connections` narrows to those, `requestedBy` to those of one actor. */
  list(
    organization: string,
    page: { cursor?: string; limit: number; connections?: readonly string[]; requestedBy?: string },
  ): Promise<OperationPage>;
  /** Takes the target's lease, or says who holds it. An expired lease whose operation has no outcome is not free. */
  lock(key: string, holder: { operationId: string; verb: Verb; organization: string }): Promise<LockAnswer>;
  /** False when the lease is no longer ours. */
  renew(lock: Lock): Promise<boolean>;
  unlock(lock: Lock): Promise<void>;
  /** Ended operations on these targets of this organization, newest first. */
  latest(organization: string, lockKeys: readonly string[], limit: number): Promise<readonly Operation[]>;
  /** Turns a proposal into a request for approval; one that stands already is answered as it is. */
  requestApproval(asked: NewApproval): Promise<Operation | 'expired'>;
  /** Ends a request that still stands; undefined when there is none. */
  deny(denial: ApprovalDenial): Promise<Operation | undefined>;
  /**
   * The durable intent: consumes the proposal or approval, checks the leases and the cap, stores the before-state,
   * appends the journal row.
   */
  begin(intent: Intent): Promise<Operation | BeginProblem>;
  /** The durable outcome: ends the operation, appends the journal row, queues the edits, frees the lease. */
  settle(outcome: Outcome): Promise<Operation>;
  /** The operation a claim stands for; refuses when it was made for another body. */
  findClaimed(organization: string, claim: Claim): Promise<Operation | undefined>;
  /** Makes a claim stand for an operation that another request began, as `begin` and `settle` do for a draft's own. */
  claim(claim: Claim, operationId: string): Promise<void>;
  /** Withdraws a proposal or a request for approval. False when it is no longer one. */
  cancel(organization: string, id: string, entry: JournalEntry): Promise<boolean>;
  /** Marks proposals and requests for approval whose time has run out, and forgets such claims. */
  expire(): Promise<number>;
  /** Operations with an intent, no outcome and a free lease that began at least `settleMs` ago; takes their leases. */
  takeOverInterrupted(settleMs: number): Promise<readonly Interrupted[]>;
};

import type { Actor } from '../actors.ts';
import type { GraphRefusal } from '../graph-answers.ts';
import type { Via } from '../journal.ts';
import type { GraphDocument } from '../policies/compare.ts';
import type { PolicyValue } from '../policies/entry.ts';

export const verbs = ['harden', 'undo'] as const;
export type Verb = (typeof verbs)[number];

/** `id` is what the verb acts on, resolved once: a policy key. */
export type Target = { kind: 'policy'; id: string; label: string };

export type StepStatus = 'ok' | 'failed' | 'unknown' | 'skipped';

/** One independent part of the work, told apart from the others. */
export type Step = { name: string; status: StepStatus; refusal?: GraphRefusal };

/** What came of writing one setting. A boolean is true only on Graph's word or on evidence from a re-read. */
export type PolicyResult = {
  kind: 'policy';
  applied: boolean;
  verified: boolean;
  needsReconsent: boolean;
  from: PolicyValue;
  to: PolicyValue;
  /** The value at the last read; absent when it could not be read. */
  now?: PolicyValue;
  /** Why it ended before anything was written, for whoever no longer waits for the answer. */
  refused?: string;
};

export type OperationResult = PolicyResult;

export type OperationState = 'proposed' | 'running' | 'ended' | 'cancelled' | 'expired';

/** What a request asks for, before the store has given it times. */
export type OperationDraft = {
  /** `op_…`, one id for life. */
  id: string;
  organization: string;
  verb: Verb;
  /** The target tenant, as it was connected when the operation was drafted. */
  connection: { id: string; tenantId: string; name: string };
  target: Target;
  requestedBy: Actor;
  via: Via;
  reason?: string;
  /** The operation this one puts back. */
  of?: string;
};

export type Operation = OperationDraft & {
  state: OperationState;
  /** Milliseconds since 1970, by the database's clock, as all times here. */
  createdAt: number;
  /** When a proposal stops working. */
  expiresAt: number;
  begunAt?: number;
  endedAt?: number;
  /** The captured state that undo restores. */
  before?: GraphDocument;
  steps: readonly Step[];
  result?: OperationResult;
  /** The process stopped in the middle and the outcome was settled by reading afterwards. */
  interrupted: boolean;
};

export type OperationStatus = 'done' | 'partial' | 'failed' | 'unknown' | 'running';

/** The outcome in one word, from the steps. */
export function statusOf({ state, steps }: Pick<Operation, 'state' | 'steps'>): OperationStatus {
  if (state !== 'ended') return 'running';
  if (steps.some(({ status }) => status === 'unknown')) return 'unknown';
  const failed = steps.filter(({ status }) => status === 'failed').length;
  if (failed === 0) return 'done';
  return steps.some(({ status }) => status === 'ok') ? 'partial' : 'failed';
}

/** One operation at a time may change this target, however its tenant is connected. */
export function lockKey(operation: Pick<Operation, 'connection' | 'target'>): string {
  return `${operation.connection.tenantId}/${operation.target.kind}/${operation.target.id}`;
}

/** What a shown card is about: an outcome edits every card with its subject. */
export function subjectOf(operation: Pick<Operation, 'connection' | 'target'>): string {
  return `${operation.connection.id}/${operation.target.kind}/${operation.target.id}`;
}

/** The subject of posture cards, which show every setting of a connection. */
export function postureSubject(connectionId: string): string {
  return `${connectionId}/posture`;
}

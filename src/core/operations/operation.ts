import type { Actor, Person } from '../actors.ts';
import type { ContainInput, UserResult } from '../containment/results.ts';
import type { GraphRefusal } from '../graph-answers.ts';
import type { Via } from '../journal.ts';
import type { GraphDocument } from '../policies/compare.ts';
import type { PolicyValue } from '../policies/entry.ts';
import type { GuidedInput } from '../policies/guided-fields.ts';
import type { NamedHolder, NewTokenPolicy, TokenPolicy, TokenPolicyChange } from '../token-policies/token-policy.ts';

export const verbs = [
  'harden',
  'undo',
  'createTokenPolicy',
  'updateTokenPolicy',
  'deleteTokenPolicy',
  'assignTokenPolicy',
  'unassignTokenPolicy',
  'contain',
  'release',
  'confirmCompromised',
  'dismissRisk',
] as const;
export type Verb = (typeof verbs)[number];
export type UserVerb = Extract<Verb, 'contain' | 'release' | 'confirmCompromised' | 'dismissRisk'>;

/** `id` is what the verb acts on, resolved once: a policy key, or the object id of a token policy or user. */
export type Target =
  | { kind: 'policy'; id: string; label: string }
  | { kind: 'tokenPolicy'; id: string; label: string; holder?: NamedHolder }
  | { kind: 'user'; id: string; label: string };

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

/** What came of changing one token policy or its assignments. The booleans mean what they mean for a setting. */
export type TokenPolicyResult = {
  kind: 'tokenPolicy';
  applied: boolean;
  verified: boolean;
  needsReconsent: boolean;
  /** The policy as last seen; absent when it is gone or could not be read. */
  policy?: TokenPolicy;
  refused?: string;
};

export type OperationResult = PolicyResult | TokenPolicyResult | UserResult;

/** What a verb was asked to write, checked before it was drafted. */
export type OperationInput = NewTokenPolicy | TokenPolicyChange | ContainInput | GuidedInput;

/** What a second person decides on: stored with the request and not changed any more. */
export type ApprovalRequest = {
  /** The conversation in which the request stands, and only there can it be decided. */
  conversation: string;
  /** Why one person is not enough, in a sentence. */
  why: string;
};

export type OperationState = 'proposed' | 'awaitingApproval' | 'running' | 'ended' | 'cancelled' | 'denied' | 'expired';

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
  /** The plan that it, or what it puts back, is part of. */
  plan?: string;
  input?: OperationInput;
  approval?: ApprovalRequest;
  approvedBy?: Person;
  deniedBy?: Person;
};

export type Operation = OperationDraft & {
  state: OperationState;
  /** Milliseconds since 1970, by the database's clock, as all times here. */
  createdAt: number;
  /** When a proposal, or the request for its approval, stops working. */
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

/** What was done to a setting of the allow-list. */
export type PolicyOperation = Operation & {
  verb: 'harden' | 'undo';
  target: Extract<Target, { kind: 'policy' }>;
  result?: PolicyResult;
};

/** What was done to a token policy or its assignments. */
export type TokenPolicyOperation = Operation & {
  verb: Exclude<Verb, 'harden' | UserVerb>;
  target: Extract<Target, { kind: 'tokenPolicy' }>;
  result?: TokenPolicyResult;
};

/** What was done to a user. */
export type UserOperation = Operation & {
  verb: UserVerb;
  target: Extract<Target, { kind: 'user' }>;
  result?: UserResult;
};

export function isOnPolicy(operation: Operation): operation is PolicyOperation {
  return operation.target.kind === 'policy';
}

export function isOnTokenPolicy(operation: Operation): operation is TokenPolicyOperation {
  return operation.target.kind === 'tokenPolicy';
}

export function isOnUser(operation: Operation): operation is UserOperation {
  return operation.target.kind === 'user';
}

export type OperationStatus = 'done' | 'partial' | 'failed' | 'unknown' | 'running';

/** The outcome in one word, from the steps. */
export function statusOf({ state, steps }: Pick<Operation, 'state' | 'steps'>): OperationStatus {
  if (state === 'cancelled' || state === 'denied' || state === 'expired') return 'failed';
  if (state !== 'ended') return 'running';
  if (steps.some(({ status }) => status === 'unknown')) return 'unknown';
  const failed = steps.filter(({ status }) => status === 'failed').length;
  if (failed === 0) return 'done';
  return steps.some(({ status }) => status === 'ok') ? 'partial' : 'failed';
}

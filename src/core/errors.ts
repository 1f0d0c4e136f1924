import type { GraphRefusal } from './graph-answers.ts';

/** Every way a request can be refused. A face maps each code once; a new code does not compile until all faces do. */
export const errorCodes = [
  'invalid_request',
  'unauthenticated',
  'not_entitled',
  'not_allowed',
  'protected_target',
  'approval_required',
  'unknown_policy',
  'unknown_user',
  'unknown_connection',
  'unknown_operation',
  'not_connected',
  'precondition_failed',
  'in_progress',
  'not_found',
  'method_not_allowed',
  'too_large',
  'unsupported_media_type',
  'idempotency_mismatch',
  'throttled',
  'graph_failed',
  'journal_unavailable',
  'unavailable',
  'internal',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** A request that core declined. `message` is one plain sentence that says what to do. */
export type Refusal = Error & RefusalFacts & { readonly refusal: ErrorCode };

type RefusalFacts = {
  readonly retryAfterS?: number;
  readonly operationId?: string;
  /** What was pressed can no longer be pressed. */
  readonly withdrawn?: 'expired' | 'cancelled';
  /** Why Microsoft Graph did not give what was needed. */
  readonly graph?: GraphRefusal;
  /** The connection that a new consent would mend. */
  readonly connectionId?: string;
  /** The code under which Microsoft knows this refusal, where a face speaks Microsoft's. */
  readonly graphCode?: string;
  /** What is wrong with which part of the request, in words. */
  readonly values?: readonly { item: string; value: string }[];
};

export function refusal(code: ErrorCode, message: string, facts: RefusalFacts = {}): Refusal {
  return Object.assign(new Error(message), { refusal: code, ...facts });
}

/** Ends the request: nothing has been written. */
export function refuse(code: ErrorCode, message: string, facts?: RefusalFacts): never {
  throw refusal(code, message, facts);
}

export function isRefusal(thrown: unknown): thrown is Refusal {
  return thrown instanceof Error && 'refusal' in thrown;
}

import type { ErrorCode, Refusal } from '../core/errors.ts';
import type { FaultKind, HttpFault } from '../http/faults.ts';
import { graphError } from './graph-refusals.ts';
import { missingToken, type ODataError, throttled } from './odata-error.ts';

type Answer = readonly [status: number, code: string];

const answers = {
  invalid_request: [400, 'Request_BadRequest'],
  unauthenticated: [401, missingToken.code],
  not_entitled: [403, 'Authorization_RequestDenied'],
  not_allowed: [403, 'Authorization_RequestDenied'],
  protected_target: [403, 'Authorization_RequestDenied'],
  approval_required: [403, 'Authorization_RequestDenied'],
  unknown_policy: [404, 'Request_ResourceNotFound'],
  unknown_user: [404, 'Request_ResourceNotFound'],
  unknown_connection: [400, 'Request_BadRequest'],
  unknown_operation: [404, 'Request_ResourceNotFound'],
  not_connected: [403, 'Authorization_RequestDenied'],
  precondition_failed: [400, 'Request_BadRequest'],
  in_progress: [503, 'Request_ThrottledTemporarily'],
  not_found: [404, 'Request_ResourceNotFound'],
  method_not_allowed: [405, 'Request_BadRequest'],
  too_large: [413, 'Request_BadRequest'],
  unsupported_media_type: [415, 'Request_BadRequest'],
  idempotency_mismatch: [400, 'Request_BadRequest'],
  throttled: [503, 'Request_ThrottledTemporarily'],
  graph_failed: [502, 'Service_InternalServerError'],
  journal_unavailable: [503, 'Directory_ReplicaUnavailable'],
  unavailable: [503, 'Directory_ReplicaUnavailable'],
  internal: [500, 'Service_InternalServerError'],
} as const satisfies Record<ErrorCode, Answer>;

const defaultWaitS = 30;

/** A refusal of core in the words of this face. */
export function refusalError(thrown: Refusal): ODataError {
  const { refusal, message, graph, graphCode, values, retryAfterS = defaultWaitS } = thrown;
  if (refusal === 'unauthenticated') return missingToken;
  if (graph) return graphError(graph);
  const [status, code] = answers[refusal];
  if (code === 'Request_ThrottledTemporarily') return throttled(retryAfterS);
  const wait = status === 503 && { headers: { 'retry-after': String(retryAfterS) } };
  return { status, code: graphCode ?? code, message, ...wait, ...(values && { values }) };
}

const faultCodes = {
  invalid_request: 'Request_BadRequest',
  invalid_body: 'Request_BadRequest',
  not_found: 'Request_ResourceNotFound',
  method_not_allowed: 'Request_BadRequest',
  timed_out: 'Request_BadRequest',
  too_large: 'Request_BadRequest',
  unsupported_media_type: 'Request_BadRequest',
  headers_too_large: 'Request_BadRequest',
  internal: 'Service_InternalServerError',
  unavailable: 'Request_ThrottledTemporarily',
} as const satisfies Record<FaultKind, string>;

/** What the front door refused by itself; its headers are sent with the answer. */
export function faultError({ kind, status, message, headers }: HttpFault): ODataError {
  if (kind === 'unavailable') return throttled(Number(headers['retry-after'] ?? defaultWaitS));
  return { status, code: faultCodes[kind], message };
}

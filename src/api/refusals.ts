import { type ErrorCode, isRefusal, type Refusal } from '../core/errors.ts';
import type { HttpResponse } from '../http/mount.ts';

export const statuses = {
  invalid_request: 400,
  unauthenticated: 401,
  not_entitled: 403,
  not_allowed: 403,
  protected_target: 403,
  approval_required: 403,
  unknown_policy: 404,
  unknown_user: 404,
  unknown_connection: 404,
  unknown_operation: 404,
  not_connected: 409,
  precondition_failed: 409,
  in_progress: 409,
  not_found: 404,
  method_not_allowed: 405,
  too_large: 413,
  unsupported_media_type: 415,
  idempotency_mismatch: 422,
  throttled: 429,
  graph_failed: 502,
  journal_unavailable: 503,
  unavailable: 503,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

/** The failure envelope for a refusal of core; anything else that was thrown is not ours to word. */
export function renderRefusal(thrown: unknown, requestId: string): HttpResponse {
  if (!isRefusal(thrown)) throw thrown;
  const { refusal: code, message, operationId } = thrown;
  const operation = operationId === undefined ? {} : { operation: { id: operationId } };
  return {
    status: statuses[code],
    headers: headersOf(thrown),
    body: { success: false, error: { code, message, requestId }, ...operation },
  };
}

function headersOf({ refusal, retryAfterS }: Refusal): Record<string, string> {
  if (refusal === 'unauthenticated') return { 'www-authenticate': 'Bearer' };
  const wait = retryAfterS ?? (refusal === 'throttled' || statuses[refusal] === 503 ? 30 : undefined);
  return wait === undefined ? {} : { 'retry-after': String(Math.ceil(wait)) };
}

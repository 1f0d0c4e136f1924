import type { Via } from '../core/journal.ts';
import { claimOf } from '../core/operations/claims.ts';
import type { Runtime } from '../core/runtime.ts';
import type { HttpRequest } from './mount.ts';

/** Where a request came from, with what its Idempotency-Key stands for; only a POST needs one. */
export function viaOf(runtime: Pick<Runtime, 'sha256'>, keyId: string, request: HttpRequest): Via {
  const { requestId, method, path, headers, body } = request;
  const idempotencyKey = method === 'POST' ? headers['idempotency-key'] : undefined;
  const claim =
    idempotencyKey === undefined ? {} : { claim: claimOf(runtime, { keyId, method, path, idempotencyKey, body }) };
  return { channel: 'rest', requestId, ...claim };
}

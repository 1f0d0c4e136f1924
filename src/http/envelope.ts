import type { FaultKind, HttpFault } from './faults.ts';
import type { HttpResponse } from './mount.ts';

/** The kinds a client need not tell apart. */
const codeOf: Partial<Record<FaultKind, string>> = {
  invalid_body: 'invalid_request',
  timed_out: 'invalid_request',
  headers_too_large: 'too_large',
};

/** The plain error answer, for requests that no mount claims. */
export function renderEnvelope(fault: HttpFault, { requestId }: { requestId: string }): HttpResponse {
  const code = codeOf[fault.kind] ?? fault.kind;
  return { status: fault.status, body: { success: false, error: { code, message: fault.message, requestId } } };
}

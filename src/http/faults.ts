const statusOf = {
  invalid_request: 400,
  invalid_body: 400,
  not_found: 404,
  method_not_allowed: 405,
  timed_out: 408,
  too_large: 413,
  unsupported_media_type: 415,
  headers_too_large: 431,
  internal: 500,
  unavailable: 503,
} as const;

export type FaultKind = keyof typeof statusOf;

/**
 * What the front door refuses by itself. `message` may be shown to anyone; `cause` never leaves the process.
 * `headers` are sent with whatever the mount renders.
 */
export type HttpFault = Error & { kind: FaultKind; status: number; headers: Record<string, string> };

/** An error to throw, from a handler as well: it leaves through the mount's renderer. */
export function fault(
  kind: FaultKind,
  message: string,
  extra: { headers?: Record<string, string>; cause?: unknown } = {},
): HttpFault {
  const error = new Error(message, { cause: extra.cause });
  return Object.assign(error, { kind, status: statusOf[kind], headers: extra.headers ?? {} });
}

/** Anything else that was thrown becomes `internal`, with a text that gives nothing away. */
export function toFault(thrown: unknown): HttpFault {
  if (isFault(thrown)) return thrown;
  return fault('internal', 'Something went wrong on our side. Try again, and report the request id if it stays.', {
    cause: thrown,
  });
}

function isFault(thrown: unknown): thrown is HttpFault {
  return thrown instanceof Error && 'kind' in thrown && 'headers' in thrown && 'status' in thrown;
}

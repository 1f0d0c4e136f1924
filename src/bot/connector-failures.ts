/** Why the connector did not take an activity, in terms of what its sender should do next. */
export type SendFailure =
  | { kind: 'retry'; afterMs?: number }
  /** Nobody can be reached here until a person writes or the app is installed again. */
  | { kind: 'gone' }
  /** The message that was to be edited is not there any more. */
  | { kind: 'drop-message' }
  | { kind: 'too-large' }
  /** It may have arrived, or not. */
  | { kind: 'unknown' }
  /** Sending the same again would fail again. */
  | { kind: 'failed'; status?: number };

type Row = { status: number; code?: RegExp; kind: SendFailure['kind'] };

const closedConversation =
  /BotDisabledByAdmin|ConversationBlockedByUser|MessageWritesBlocked|BotNotInConversationRoster|ForbiddenOperationException|"errorCode"\s*:\s*209\b/;

/**
 * Status codes from teams bots, "Status codes from bot conversational APIs"; the first row that fits counts. The code is
 * looked for in the whole body: Teams puts it into `error.code`, into `subCode`, or as JSON into `message`.
 */
const rows: readonly Row[] = [
  { status: 403, code: closedConversation, kind: 'gone' },
  { status: 404, code: /ActivityNotFound/, kind: 'drop-message' },
  { status: 404, code: /ConversationNotFound|BotNotInConversationRoster/, kind: 'gone' },
  { status: 412, kind: 'retry' },
  { status: 413, kind: 'too-large' },
  { status: 429, kind: 'retry' },
  { status: 502, kind: 'retry' },
  { status: 503, kind: 'retry' },
  { status: 504, kind: 'retry' },
];

export async function failureOfResponse(response: Response, now: number): Promise<SendFailure> {
  const text = await response.text();
  const row = rows.find(({ status, code }) => status === response.status && (code?.test(text) ?? true));
  const kind = row?.kind ?? 'failed';
  if (kind === 'retry') {
    return { kind, afterMs: retryAfterMs(response.headers.get('retry-after'), now) };
  }
  return kind === 'failed' ? { kind, status: response.status } : { kind };
}

/** Seconds or an HTTP date. */
function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) {
    return undefined;
  }
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** Only a connection that was never made proves that nothing was sent. */
export function failureOfError(error: unknown): SendFailure {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return { kind: neverConnected.has(code) ? 'retry' : 'unknown' };
}

import type { Connection } from './connections.ts';
import { refuse } from './errors.ts';
import type { GraphRefusal, Reading } from './graph-answers.ts';

/** What was read; refuses when it could not be, so that nobody acts on it. */
export function requireRead<T>(reading: Reading<T>, connection?: Connection): T {
  return reading.status === 'ok' ? reading.value : refuseUnread(reading.refusal, connection);
}

const messages = {
  needsConsent: "Bulwark's permission to read this is missing or has expired. An admin must grant consent again.",
  notLicensed: 'This tenant has no licence for this. Granting consent will not help.',
  error: 'Microsoft Graph could not be read. Nothing was changed. Try again in a minute.',
} as const satisfies Record<GraphRefusal['status'], string>;

/** `connection`: what was read through it, so that a face can offer to mend its consent. */
export function refuseUnread(graph: GraphRefusal, connection?: Connection): never {
  const { status, reason, retryAfterS } = graph;
  const facts = { graph, ...(retryAfterS === undefined ? {} : { retryAfterS }) };
  if (reason === 'throttled') {
    refuse('throttled', `Microsoft Graph is busy. Try again in ${retryAfterS ?? 30} seconds.`, facts);
  }
  if (status === 'error') refuse('graph_failed', messages.error, facts);
  const mended = status === 'needsConsent' && connection && { connectionId: connection.id };
  refuse('precondition_failed', messages[status], { ...facts, ...mended });
}

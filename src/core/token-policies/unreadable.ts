import type { Connection } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { GraphRefusal, Reading } from '../graph-answers.ts';

/** What was read, or a refusal that says why there is nothing to show or to act on. */
export function requireRead<T>(reading: Reading<T>, connection: Connection): T {
  return reading.status === 'ok' ? reading.value : refuseUnreadable(reading.refusal, connection);
}

export function refuseUnreadable(graph: GraphRefusal, connection?: Connection): never {
  const { reason, needsReconsent, retryAfterS } = graph;
  if (needsReconsent) {
    refuse(
      'precondition_failed',
      "Bulwark's permission to read this tenant is missing or has expired. Ask an admin to grant consent again; then try again.",
      { graph, ...(connection && { connectionId: connection.id }) },
    );
  }
  const facts = { graph, ...(retryAfterS === undefined ? {} : { retryAfterS }) };
  if (reason === 'throttled') refuse('throttled', 'Microsoft Graph is busy. Try again in 30 seconds.', facts);
  refuse('graph_failed', 'Microsoft Graph could not be read. Try again in a minute.', facts);
}

import type { IncomingMessage } from 'node:http';
import { fault } from './faults.ts';

/** Node keeps one value of some of these and joins others; two readers in a row could each trust another one. */
const sentOnce = ['host', 'authorization', 'content-type', 'content-length', 'content-encoding', 'idempotency-key'];

/** @throws HttpFault `invalid_request` */
export function requirePlainHeaders({ headersDistinct, httpVersion }: IncomingMessage): void {
  const repeated = sentOnce.find((name) => (headersDistinct[name]?.length ?? 0) > 1);
  if (repeated) throw fault('invalid_request', `The header ${repeated} is there more than once. Send it once.`);
  if (httpVersion === '1.1' && !headersDistinct['host']) {
    throw fault('invalid_request', 'The header host is missing. Send it.');
  }
}

export function readHeaders({ headers }: IncomingMessage): Record<string, string | undefined> {
  const entries = Object.entries(headers);
  return Object.fromEntries(entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]));
}

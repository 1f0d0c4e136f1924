import type { Operation } from '../core/operations/operation.ts';
import { plain } from './text.ts';
import { left, utc } from './time.ts';

/** A preview that found something to do: its operation waits for the press. */
export type Confirmable<Preview> = Preview & { operation: Operation };

/** What every confirmation says about itself. */
export function confirmView({ id, connection, createdAt, expiresAt }: Operation, now: number) {
  return {
    op: id,
    tenant: plain(connection.name),
    readAt: utc(createdAt),
    expiresAt: utc(expiresAt),
    expiresIn: left(expiresAt, now),
  };
}

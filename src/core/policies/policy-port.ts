import type { Connection } from '../connections.ts';
import type { Reading, WriteOutcome } from '../graph-answers.ts';
import type { Change } from './change-log.ts';
import type { GraphDocument } from './compare.ts';
import type { PolicyEntry } from './entry.ts';

/** What may be written: never a path or a body, so that no other Graph write can be asked for. */
export type PolicyChange = { kind: 'secure' } | { kind: 'restore'; captured: GraphDocument };

export type ConditionalAccessSummary = { total: number; enabled: number; reportOnly: number; disabled: number };

export type PostureReading = {
  /** Milliseconds since 1970 at which Graph answered. */
  readAt: number;
  /** One reading per document path that the allow-list names. */
  documents: ReadonlyMap<string, Reading<GraphDocument>>;
  conditionalAccess: Reading<ConditionalAccessSummary>;
};

export type PolicyPort = {
  /** Everything the posture needs, in two Graph requests. `fresh` bypasses the cache. */
  readAll(connection: Connection, fresh: boolean): Promise<PostureReading>;
  /** The entry's document as it is now, never from a cache. */
  read(connection: Connection, entry: PolicyEntry): Promise<Reading<GraphDocument>>;
  /** Counts by state as they are now, never from a cache. */
  readConditionalAccess(connection: Connection): Promise<Reading<ConditionalAccessSummary>>;
  /**
   * Who last changed the entry's document since then, beside Bulwark; undefined when the tenant's audit log does not
   * say so, which it also does for some minutes after a change.
   */
  lastChange(connection: Connection, entry: PolicyEntry, since: number): Promise<Reading<Change | undefined>>;
  /** Retries only what is safe to repeat. */
  write(connection: Connection, entry: PolicyEntry, change: PolicyChange): Promise<WriteOutcome>;
};

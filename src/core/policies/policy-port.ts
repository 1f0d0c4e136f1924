import type { Connection } from '../connections.ts';
import type { Reading, WriteOutcome } from '../graph-answers.ts';
import type { Change } from './change-log.ts';
import type { GraphDocument } from './compare.ts';
import type { PolicyEntry } from './entry.ts';
import type { GuidedInput } from './guided-fields.ts';

/** What may be written: never a path or a body, so that no other Graph write can be asked for. */
export type PolicyChange =
  | { kind: 'secure' }
  | { kind: 'guided'; input: GuidedInput }
  | { kind: 'restore'; captured: GraphDocument };

/** Counts by state. `deviceRegistration`: enabled ones that stand guard over joining or registering a device. */
export type ConditionalAccessSummary = {
  total: number;
  enabled: number;
  reportOnly: number;
  disabled: number;
  deviceRegistration: number;
};

/** Users who have no other registered sign-in method, of those who were counted. `more`: not everyone was. */
export type OnlyMethod = { users: number; counted: number; more: boolean };

export type PostureReading = {
  /** Milliseconds since 1970 at which Graph answered. */
  readAt: number;
  /** One reading per document path that the allow-list names. */
  documents: ReadonlyMap<string, Reading<GraphDocument>>;
  conditionalAccess: Reading<ConditionalAccessSummary>;
};

/** What became of the write that a step is named after. */
export type PolicyOutcome = { step: string; outcome: WriteOutcome };

export type PolicyPort = {
  /** Everything the posture needs, in two Graph requests unless a collection has pages. `fresh` bypasses the cache. */
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
  /** Who would be left without a sign-in method that can be used. */
  countOnlyMethod(connection: Connection, methods: readonly string[]): Promise<Reading<OnlyMethod>>;
  /**
   * Sends what the change takes, each write on its own, and retries only what is safe to repeat. `before`: the entry's
   * document as it was read under the lock.
   */
  write(
    connection: Connection,
    entry: PolicyEntry,
    change: PolicyChange,
    before: GraphDocument,
  ): Promise<readonly PolicyOutcome[]>;
};

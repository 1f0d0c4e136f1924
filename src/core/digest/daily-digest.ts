import type { Alert } from '../alerts/alert.ts';
import type { SourceStates } from '../alerts/alert-store.ts';
import type { Connection } from '../connections.ts';
import type { Operation } from '../operations/operation.ts';

/** How many of a tenant's settings were secure, of those that could be judged. */
export type Score = {
  secure: number;
  judged: number;
  unread: number;
  /** Milliseconds since 1970 at which it was read. */
  at: number;
};

/** What happened from `since` until `at`, tenant by tenant. */
export type DailyDigest = { since: number; at: number; tenants: readonly TenantDay[] };

export type TenantDay = {
  connection: Pick<Connection, 'id' | 'tenantId' | 'name'>;
  /** The newest one, and the last one before the time told of; absent: the settings were never read. */
  score?: Score;
  before?: Score;
  /** Users and security alerts, the highest level first. */
  opened: readonly Alert[];
  closed: readonly Alert[];
  /** Settings that were secure and no longer are. */
  drifted: readonly Alert[];
  /** As of the last look. */
  sources: SourceStates;
  /** Newest first. */
  operations: readonly Operation[];
};

const subjectStart = 'digest/';

export function digestSubject(conversationId: string, at: number): string {
  return `${subjectStart}${conversationId}/${at}`;
}

/** When the digest was due that a card shows; undefined for other cards. */
export function digestTimeIn(subject: string): number | undefined {
  const at = subject.startsWith(subjectStart) ? Number(subject.slice(subject.lastIndexOf('/') + 1)) : Number.NaN;
  return Number.isSafeInteger(at) ? at : undefined;
}

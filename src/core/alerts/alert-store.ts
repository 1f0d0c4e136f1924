import type { Connection } from '../connections.ts';
import type { DueItem } from '../due.ts';
import type { SourceStatus } from '../graph-answers.ts';
import type { JournalEntry } from '../journal.ts';
import type { Alert, AlertLevel } from './alert.ts';
import type { DigestReason } from './route.ts';
import type { Look } from './sighting.ts';

export const sources = ['riskyUsers', 'riskDetections', 'securityAlerts'] as const;
export type Source = (typeof sources)[number];

/** How each source was at the last look; absent: nobody has looked. */
export type SourceStates = { readonly [source in Source]?: SourceStatus };

/** Up to which of Microsoft's times each source was read to the end: milliseconds since 1970. */
export type Marks = { readonly [source in Source]?: number };

export type Watch = { marks: Marks; sources: SourceStates; lookedAt?: number };

export type WatchedLook = Look & Pick<Watch, 'marks' | 'sources'>;

export type AlertChange = { alert: Alert; entry: JournalEntry };

export type AlertPage = { alerts: readonly Alert[]; total: number };

/** A digest as one of its pages shows it. */
export type AlertDigest = {
  id: string;
  organization: string;
  conversationId: string;
  why: DigestReason;
  openedAt: number;
  byLevel: Readonly<Record<AlertLevel, number>>;
} & AlertPage;

export type PageOf = { offset: number; limit: number };

/** Each function is one transaction, on the database's clock. */
export type AlertStore = {
  /** Where the last look got to. */
  watchOf(connectionId: string): Promise<Watch>;
  /** Alerts of the connection that are not closed, oldest first. */
  open(connectionId: string): Promise<readonly Alert[]>;
  /**
   * The durable end of one look: the alerts it changes, who is told of it, where it got to, and when the next one is
   * due. False when the lease on the due row was lost: then nothing of it counts.
   */
  commit(
    item: DueItem,
    next: { inMs: number; failed: boolean },
    connection: Connection,
    look: WatchedLook | Look,
  ): Promise<boolean>;
  /** Changes one alert as it is at that moment. `change` answers undefined to leave it. */
  change(
    organization: string,
    id: string,
    change: (alert: Alert, now: number) => AlertChange | undefined,
  ): Promise<{ alert: Alert; now: number } | undefined>;
  find(organization: string, id: string): Promise<{ alert: Alert; now: number } | undefined>;
  /** Not closed ones: the highest level first, then the newest. */
  list(organization: string, which: 'open' | 'snoozed', page: PageOf): Promise<AlertPage & { now: number }>;
  /** What the conversation may see of the digest now, in the same order. */
  findDigest(organization: string, id: string, page: PageOf): Promise<(AlertDigest & { now: number }) | undefined>;
  /** Tells a second conversation of alerts that nobody acknowledged in time, and shows ended snoozes as such. */
  tick(): Promise<number>;
};

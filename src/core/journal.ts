import type { Actor } from './actors.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export const journalTypes = [
  'proposed',
  'intent',
  'outcome',
  'interrupted',
  'denied',
  'cancelled',
  'approvalRequested',
  'approvalDenied',
  'connection',
  'conversation',
  'key',
  'organization',
  'exception',
  'plan',
  'alert',
  'subscription',
] as const;
export type JournalType = (typeof journalTypes)[number];

/** Where a request came from. */
export type Via = {
  channel: 'chat' | 'rest' | 'cli' | 'system';
  conversation?: string;
  activityId?: string;
  requestId?: string;
  claim?: Claim;
};

/** What an Idempotency-Key stands for: one request, however often it is sent. */
export type Claim = {
  /** SHA-256 of the API key's id, the method, the path and the Idempotency-Key. */
  id: string;
  /** SHA-256 of the canonical body. */
  fingerprint: string;
};

/** What one row records. The store adds sequence, time, previous hash and the canonical bytes. */
export type JournalEntry = {
  type: JournalType;
  organization: string;
  actor: Actor;
  via: Via;
  operationId?: string;
  connectionId?: string;
  tenantId?: string;
  /** What happened, small: never secrets, never whole documents. */
  detail: { readonly [name: string]: Json };
};

export type DenialEntry = { actor: Actor; via: Via; verb: string; why: string };

export type Journal = {
  append(entry: JournalEntry): Promise<void>;
  /** One row per actor, verb and minute; later denials of that minute are only counted. */
  deny(entry: DenialEntry): Promise<void>;
};

/** For what is refused whether or not it can be recorded. */
export async function denyIfPossible(journal: Pick<Journal, 'deny'>, entry: DenialEntry): Promise<void> {
  await journal.deny(entry).catch(() => undefined);
}

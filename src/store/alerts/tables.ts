import type { DigestReason } from '../../core/alerts/route.ts';

/** An alert; `body` has all of it, the columns are what is asked for. */
export type AlertRow = {
  id: string;
  organization: string;
  connection_id: string;
  key: string;
  /** 0 is the highest level. */
  rank: number;
  opened_at: number;
  updated_at: number;
  closed_at: number | null;
  snoozed_until: number | null;
  body: string;
};

/** One alert as it was told to one conversation. */
export type AlertPostRow = {
  id: string;
  conversation_id: string;
  alert_id: string;
  /** Null: on a card of its own. */
  digest_id: string | null;
  posted_at: number;
  escalate_at: number | null;
  escalate_to: string | null;
};

export type AlertDigestRow = {
  id: string;
  organization: string;
  conversation_id: string;
  why: DigestReason;
  opened_at: number;
  /** When quiet hours let it go. */
  opens_at: number;
  last_at: number;
};

export type SubscriptionRow = { conversation_id: string; organization: string; terms: string; created_at: number };

export type AlertTables = {
  alerts: AlertRow;
  watches: { connection_id: string; marks: string; sources: string; looked_at: number };
  subscriptions: SubscriptionRow;
  alert_posts: AlertPostRow;
  alert_digests: AlertDigestRow;
  alert_digest_items: { digest_id: string; alert_id: string };
};

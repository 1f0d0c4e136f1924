/** A setting that we put back ourselves keeps its row, without a value: a look that began before must not restore it. */
export type BaselineRow = { connection_id: string; policy_key: string; value: string | null; seen_at: number };

export type DailyDigestRow = {
  conversation_id: string;
  at: number;
  organization: string;
  since_at: number;
  /** By connection; null for digests of the releases before this was kept. */
  scores: string | null;
};

/** The last score of each day, in UTC. */
export type DailyScoreRow = {
  connection_id: string;
  day: string;
  secure: number;
  judged: number;
  unread: number;
  read_at: number;
};

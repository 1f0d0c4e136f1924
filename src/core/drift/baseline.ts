import type { Score } from '../digest/daily-digest.ts';
import type { PolicyValue } from '../policies/entry.ts';

/** The last secure value a setting was seen to have, or was given by us. What we put back ourselves has none. */
export type Baseline = { policyKey: string; value: PolicyValue; seenAt: number };

export type DriftStore = {
  /** What the connection's settings are measured by, as of `now` on the database's clock. */
  baselines(connectionId: string): Promise<{ baselines: readonly Baseline[]; now: number }>;
  /** What a look found secure; it changes nothing that was changed after `seenAt`. Keeps the day's score too. */
  keep(connectionId: string, secured: readonly Baseline[], score: Score | undefined): Promise<void>;
};

/** What came of containing a user. A boolean is true only on Graph's word or on evidence from a re-read. */
export type ContainmentResult = {
  kind: 'containment';
  disabled: boolean;
  sessionsRevoked: boolean;
  needsReconsent: boolean;
  /** The account was on before: only then may release turn it on again. */
  wasEnabled: boolean;
  /** Sessions in the guest's own tenant go on. */
  guest: boolean;
  /** Mastered on-premises: the next sync may turn the account on again. */
  synced: boolean;
  /** Seen in a re-read after the write. */
  verified: { disabled: boolean; sessionsRevoked: boolean };
  /** Why it ended before anything was written, for whoever no longer waits for the answer. */
  refused?: string;
};

/** What came of turning an account on again. */
export type ReleaseResult = {
  kind: 'release';
  enabled: boolean;
  needsReconsent: boolean;
  verified: boolean;
  refused?: string;
};

/** What came of telling Identity Protection about a user's risk. */
export type RiskResult = {
  kind: 'risk';
  applied: boolean;
  needsReconsent: boolean;
  refused?: string;
};

export type UserResult = ContainmentResult | ReleaseResult | RiskResult;

/** The two writes of a containment, in their order. */
export const containmentSteps = ['disable', 'revoke'] as const;
export type ContainmentStep = (typeof containmentSteps)[number];

/** Only these steps: a retry does not repeat what worked. */
export type ContainInput = { steps: readonly ContainmentStep[] };

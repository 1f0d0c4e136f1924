/** Why Microsoft Graph did not give what was asked, in our words. */
export type SourceStatus = 'ok' | 'needsConsent' | 'notLicensed' | 'error';

export type GraphRefusal = {
  status: Exclude<SourceStatus, 'ok'>;
  reason:
    | 'permissionMissing'
    | 'appNotConsented'
    | 'notLicensed'
    | 'throttled'
    | 'notFound'
    | 'privilegedTarget'
    | 'blockedByPolicy'
    | 'tenantNotFound'
    | 'operatorCredential'
    | 'rejected'
    | 'badResponse'
    | 'unavailable';
  /** True exactly when granting consent again would help. */
  needsReconsent: boolean;
  /** The app role Graph asked for, where it named one. */
  permission?: string;
  /** Graph's own error code, for a person who looks it up. */
  code?: string;
  /** Graph's `request-id`. */
  requestId?: string;
  retryAfterS?: number;
  /** Graph's own words, kept where a face has to repeat them. The tenant can have written parts of them. */
  said?: { status: number; message: string };
};

export type Reading<T> = { status: 'ok'; value: T } | ({ status: GraphRefusal['status'] } & { refusal: GraphRefusal });

/** What became of one write. `unknown`: it was sent, and no answer says whether it took effect. */
export type WriteOutcome =
  | { kind: 'ok' }
  | { kind: 'refused'; refusal: GraphRefusal }
  | { kind: 'unknown'; refusal?: GraphRefusal };

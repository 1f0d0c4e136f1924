import type { Connection } from '../connections.ts';
import type { Reading } from '../graph-answers.ts';

/** Enum members are kept as Graph wrote them: new ones appear without notice. */
export type RiskyUser = {
  /** Object id of the user. */
  id: string;
  userPrincipalName: string;
  userDisplayName: string;
  riskLevel: string;
  riskState: string;
  riskDetail: string;
  riskLastUpdatedDateTime: string;
  isDeleted: boolean;
};

export type RiskDetection = {
  id: string;
  riskEventType: string;
  riskLevel: string;
  riskState: string;
  riskDetail: string;
  source: string;
  detectionTimingType: string;
  activity: string;
  ipAddress: string | null;
  location: { city: string | null; state: string | null; countryOrRegion: string | null } | null;
  activityDateTime: string | null;
  detectedDateTime: string | null;
  lastUpdatedDateTime: string | null;
  userId: string;
  userDisplayName: string;
  userPrincipalName: string;
};

export type SecurityAlert = {
  id: string;
  incidentId: string | null;
  status: string;
  severity: string;
  serviceSource: string;
  detectionSource: string;
  title: string;
  description: string | null;
  categories: readonly string[];
  alertWebUrl: string | null;
  createdDateTime: string | null;
  lastUpdateDateTime: string | null;
  /** From the evidence; what a user is called there differs from alert to alert. */
  users: readonly { id: string | null; userPrincipalName: string | null }[];
};

/** `truncated`: Graph had more than we read. */
export type Listing<T> = { items: readonly T[]; truncated: boolean };

export type SignalsReading = {
  /** Milliseconds since 1970 of the newest answer. */
  readAt: number;
  riskyUsers: Reading<Listing<RiskyUser>>;
  riskDetections: Reading<Listing<RiskDetection>>;
  securityAlerts: Reading<Listing<SecurityAlert>>;
};

/** From when on what changed is wanted, in milliseconds since 1970; absent: what is recent. */
export type Since = { riskDetections?: number; securityAlerts?: number };

export type SignalPort = {
  /** The three sources, each on its own. `fresh` bypasses the cache; the request rate is kept all the same. */
  readAll(connection: Connection, fresh: boolean): Promise<SignalsReading>;
  /**
   * As {@link readAll}, past the cache and after whatever a person waits for; alerts of any status. Where the list of
   * users is truncated, those whose risk changed within the week are in it as well, whatever their state.
   */
  readChanged(connection: Connection, since: Since): Promise<SignalsReading>;
  /**
   * One user's risk by id, whatever its state; undefined when Identity Protection knows none. Not cached. `givesWay`:
   * nobody waits for it.
   */
  readRiskyUser(connection: Connection, userId: string, givesWay?: boolean): Promise<Reading<RiskyUser | undefined>>;
  /** Newest first, at most 100. */
  readDetectionsOf(connection: Connection, userId: string): Promise<Reading<Listing<RiskDetection>>>;
};

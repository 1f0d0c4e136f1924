import type { About, AlertLevel, Closing, Finding } from './alert.ts';

/** Something that is active now, as one look found it. */
export type Sighting = {
  about: About;
  level: AlertLevel;
  /** Milliseconds since 1970 of Microsoft's last change; null when it gave none. */
  changedAt: number | null;
  riskLevel?: AlertLevel;
  riskState?: string;
  riskDetail?: string;
  findings: readonly Finding[];
};

/** Proof that something is no longer active. */
export type Ending = { key: string; how: Closing; detail?: string; by?: string; changedAt: number | null };

/** A security alert: it stands behind the alert of a user it names, or, where there is none, is one of its own. */
export type SecurityAlertSighting = Sighting & { about: { kind: 'securityAlert' }; isResolved: boolean };

/** What one look at a tenant found. What it says nothing of stays as it is. */
export type Look = {
  sightings: readonly Sighting[];
  endings: readonly Ending[];
  /** Findings about things by their key, that may be without an alert. */
  findings?: readonly { key: string; finding: Finding }[];
  securityAlerts?: readonly SecurityAlertSighting[];
};

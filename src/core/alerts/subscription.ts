import type { Conversation } from '../chat.ts';
import { type Alert, type AlertLevel, highest } from './alert.ts';

/** `HH:MM` of a day. */
export type TimeOfDay = string;

/** What one conversation is told of unasked; there is at most one for each. */
export type Subscription = {
  organization: string;
  conversationId: string;
  /** Ids: a connection made later is not among them until an admin adds it. */
  connections: readonly string[];
  levels: { riskyUsers: readonly AlertLevel[]; securityAlerts: readonly AlertLevel[]; drift: boolean };
  /** IANA name of the zone that the times of day are in. */
  zone: string;
  /** Only high alerts are posted meanwhile; `from` may be later than `to`. */
  quiet?: { from: TimeOfDay; to: TimeOfDay };
  digestAt?: TimeOfDay;
  /** Where an alert goes that nobody acknowledged in time. */
  escalate?: { afterMinutes: number; conversationId: string };
  /** Whoever changes it later does not count: in a 1:1 chat this is whose roles are asked for. */
  createdBy: { oid: string; name: string };
  createdAt: number;
};

export const defaultTerms = {
  levels: { riskyUsers: ['high', 'medium'], securityAlerts: ['high'], drift: true },
  zone: 'UTC',
  digestAt: '08:00',
} as const satisfies Partial<Subscription>;

/** Whether the conversation asked to be told of it. */
export function wants({ organization, connections, levels }: Subscription, alert: Alert): boolean {
  if (organization !== alert.organization || !connections.includes(alert.connection.id)) return false;
  if (alert.about.kind === 'policy') return levels.drift;
  const { riskLevel } = alert;
  const named = alertLevelOf(alert);
  const wantsRisk = riskLevel !== undefined && levels.riskyUsers.includes(riskLevel);
  return wantsRisk || (named !== undefined && levels.securityAlerts.includes(named));
}

/** The level of the unresolved security alerts among what stands behind it. */
function alertLevelOf({ findings }: Alert): AlertLevel | undefined {
  const open = findings.filter(({ kind, resolved }) => kind === 'securityAlert' && !resolved);
  return highest(open.map(({ level }) => level));
}

/** A place that an admin opened for tenant data, or somebody's own chat, and that can be written to. */
export function mayHoldAlerts({ approved, type, disabled }: Conversation): boolean {
  return disabled === undefined && (approved || type === 'personal');
}

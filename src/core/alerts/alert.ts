import type { OperationStatus, UserVerb } from '../operations/operation.ts';

/** The highest first. */
export const alertLevels = ['high', 'medium', 'low'] as const;
export type AlertLevel = (typeof alertLevels)[number];

/** What an alert is about: a user at risk, a security alert that belongs to none, or a setting that regressed. */
export type About =
  | { kind: 'user'; id: string; name: string; userPrincipalName: string }
  | {
      kind: 'securityAlert';
      id: string;
      title: string;
      users: readonly { id: string | null; userPrincipalName: string | null }[];
      url?: string;
    }
  | { kind: 'policy'; id: string; title: string };

/** One detection, security alert or change of a setting that stands behind an alert. */
export type Finding = {
  kind: 'detection' | 'securityAlert' | 'change';
  id: string;
  /** Milliseconds since 1970; absent when Microsoft gave no time. */
  at?: number;
  level?: AlertLevel;
  /** A risk event type, the title of a security alert, or what was changed. */
  what: string;
  where?: string;
  /** As Microsoft names it. */
  source: string;
  url?: string;
  resolved?: boolean;
};

export type Closing = 'dismissed' | 'remediated' | 'deleted' | 'gone' | 'resolved';

export type HandledStatus = OperationStatus | 'awaitingApproval';

/** What happened to an alert, for its card and its thread. `by`: a display name. */
export type AlertNote = { at: number; by?: string } & (
  | { kind: 'opened'; level: AlertLevel }
  | { kind: 'raised' | 'lowered'; from: AlertLevel; to: AlertLevel }
  | { kind: 'found'; count: number; what: string }
  | { kind: 'acknowledged' }
  | { kind: 'escalated' }
  | { kind: 'snoozed'; until: number; reason: string }
  | { kind: 'snoozeBroken' | 'snoozeEnded' }
  | { kind: 'handled'; verb: UserVerb; operationId: string; status: HandledStatus }
  | { kind: 'closed'; how: Closing; detail?: string }
);

/** One episode: from the moment Microsoft suspects something until it no longer does. */
export type Alert = {
  /** `alert_…` */
  id: string;
  organization: string;
  connection: { id: string; tenantId: string; name: string };
  about: About;
  /** The higher one of the user's risk and the unresolved security alerts that name the user. */
  level: AlertLevel;
  riskLevel?: AlertLevel;
  /** As Graph wrote them. */
  riskState?: string;
  riskDetail?: string;
  /** Milliseconds since 1970 by the database's clock, as all times here but those of Microsoft. */
  openedAt: number;
  updatedAt: number;
  /** Microsoft's last change of it. */
  changedAt: number | null;
  /** Newest first, the most telling ones only. */
  findings: readonly Finding[];
  findingsTotal: number;
  acknowledged?: { by: string; oid: string; at: number };
  snoozed?: { by: string; at: number; until: number; reason: string };
  /** The last thing Bulwark did to the user since then. */
  handled?: { verb: UserVerb; operationId: string; by: string; at: number; status: HandledStatus };
  closed?: { at: number; how: Closing; by?: string; detail?: string };
  /** Oldest first. */
  history: readonly AlertNote[];
};

export const alertStates = [
  'open',
  'snoozed',
  'acknowledged',
  'containing',
  'contained',
  'partly',
  'released',
  'dismissed',
  'resolved',
] as const;
export type AlertState = (typeof alertStates)[number];

/** The alert in one word; what was done about it counts more than who looked at it. */
export function alertState(alert: Alert, now: number): AlertState {
  if (alert.closed) return alert.closed.how === 'dismissed' ? 'dismissed' : 'resolved';
  const handled = handledState(alert);
  if (handled) return handled;
  if (isSnoozed(alert, now)) return 'snoozed';
  return alert.acknowledged ? 'acknowledged' : 'open';
}

export function isSnoozed({ snoozed }: Pick<Alert, 'snoozed'>, now: number): boolean {
  return snoozed !== undefined && snoozed.until > now;
}

function handledState({ handled }: Alert): AlertState | undefined {
  if (!handled) return undefined;
  const { verb, status } = handled;
  if (verb === 'contain') return containStates[status];
  if (status !== 'done') return undefined;
  return ({ release: 'released', dismissRisk: 'dismissed', confirmCompromised: undefined } as const)[verb];
}

const containStates = {
  awaitingApproval: undefined,
  running: 'containing',
  done: 'contained',
  partial: 'partly',
  unknown: 'partly',
  failed: undefined,
} as const satisfies Record<HandledStatus, AlertState | undefined>;

/** What an alert is keyed by within its connection. */
export function aboutKey({ kind, id }: Pick<About, 'kind' | 'id'>): string {
  return `${prefixes[kind]}/${id}`;
}

const prefixes = { user: 'user', securityAlert: 'alert', policy: 'policy' } satisfies Record<About['kind'], string>;

/** Object id of the one user an alert is about, or names; undefined where it is nobody, or several. */
export function userOf({ about }: Pick<Alert, 'about'>): string | undefined {
  if (about.kind === 'user') return about.id;
  if (about.kind === 'policy') return undefined;
  const people = new Set(about.users.map(({ id, userPrincipalName }) => (userPrincipalName ?? id)?.toLowerCase()));
  return people.size === 1 ? (about.users.find(({ id }) => id !== null)?.id ?? undefined) : undefined;
}

export function highest(levels: readonly (AlertLevel | undefined)[]): AlertLevel | undefined {
  return alertLevels.find((level) => levels.includes(level));
}

/** Whether `one` is a higher level than `other`. */
export function isHigher(one: AlertLevel, other: AlertLevel): boolean {
  return alertLevels.indexOf(one) < alertLevels.indexOf(other);
}

const mostNotes = 50;

export function noted(alert: Alert, note: AlertNote): Alert {
  return { ...alert, updatedAt: note.at, history: [...alert.history, note].slice(-mostNotes) };
}

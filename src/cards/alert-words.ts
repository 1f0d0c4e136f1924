import { type Alert, type AlertState, alertState, type Finding } from '../core/alerts/alert.ts';
import type { UserVerb } from '../core/operations/operation.ts';
import { eventWords, maxLine } from './risk-words.ts';
import { capitalized, plain } from './text.ts';
import { utc } from './time.ts';

export const maxName = 60;

/** Whom or what an alert is about, as plain text. */
export function aboutName({ about }: Pick<Alert, 'about'>): string {
  return plain(about.kind === 'user' ? about.name || about.userPrincipalName : about.title, maxName);
}

/** What kind of alert it is: the heading of its card. */
export function alertHeading(alert: Alert, now: number): string {
  const level = capitalized(alert.level);
  const kinds = {
    user: alertState(alert, now) === 'open' ? userHeading(alert) : `${level}-risk user`,
    securityAlert: `${level}-severity security alert`,
    policy: settingHeading(alert),
  };
  return kinds[alert.about.kind];
}

function settingHeading({ closed }: Alert): string {
  if (!closed) return 'A setting is no longer secure';
  return closed.detail === 'accepted' ? 'A setting is accepted as it is' : 'A setting is secure again';
}

function userHeading({ history, level }: Alert): string {
  return history.some(({ kind }) => kind === 'raised') ? `Risk rose to ${level}` : `New ${level}-risk user`;
}

/** The same in one line of a list or a notification: "High risk: Adele Vance (adelev@contoso.com)". */
export function alertLine(alert: Alert): string {
  const { about, level } = alert;
  const name = aboutName(alert);
  const lines = {
    user: () =>
      `${capitalized(level)} risk: ${name}${about.kind === 'user' ? ` (${plain(about.userPrincipalName, maxName)})` : ''}`,
    securityAlert: () => `${capitalized(level)} severity alert: ${name}`,
    policy: () => `No longer secure: ${name}`,
  };
  return lines[about.kind]();
}

type Look = { word: string; style: 'attention' | 'warning' | 'accent' | 'good' | 'emphasis' };

const looks = {
  open: { word: 'OPEN', style: 'attention' },
  snoozed: { word: 'SNOOZED', style: 'emphasis' },
  acknowledged: { word: 'ACKNOWLEDGED', style: 'accent' },
  containing: { word: 'CONTAINING', style: 'accent' },
  contained: { word: 'CONTAINED', style: 'good' },
  partly: { word: 'PARTLY', style: 'warning' },
  released: { word: 'RELEASED', style: 'emphasis' },
  dismissed: { word: 'DISMISSED', style: 'emphasis' },
  resolved: { word: 'RESOLVED', style: 'good' },
} as const satisfies Record<AlertState, Look>;

export function alertLook(alert: Alert, now: number): Look {
  const state = alertState(alert, now);
  return state === 'open' && alert.level !== 'high' ? { ...looks.open, style: 'warning' } : looks[state];
}

/** Who did what about it, the last word on the state; empty while nobody did anything. */
export function alertStanding(alert: Alert, now: number): string {
  const { closed, handled, snoozed, acknowledged } = alert;
  if (closed) return `${closingWords(closed)} at ${utc(closed.at)}.`;
  if (handled) return `${handledWords(handled)} at ${utc(handled.at)}.`;
  if (snoozed && snoozed.until > now) return `Snoozed by ${plain(snoozed.by, maxName)} until ${utc(snoozed.until)}.`;
  return acknowledged ? `Acknowledged by ${plain(acknowledged.by, maxName)} at ${utc(acknowledged.at)}.` : '';
}

/** Why an alert is not to be taken any more. */
export function takenWords({ acknowledged, closed }: Alert): string {
  if (acknowledged) return `${plain(acknowledged.by, maxName)} already took this at ${utc(acknowledged.at)}.`;
  return closed
    ? 'This alert is closed already: there is nothing left to take.'
    : 'Somebody is dealing with this already.';
}

/** How alerts about settings end. */
const endings = new Map([
  ['hardened', 'Hardened again'],
  ['accepted', 'Accepted'],
  ['secureAgain', 'Secure again'],
]);

const closings = {
  dismissed: 'Dismissed',
  remediated: 'Resolved',
  deleted: 'The user was deleted',
  gone: 'No longer reported by Microsoft',
  resolved: 'Resolved',
} as const satisfies Record<NonNullable<Alert['closed']>['how'], string>;

export function closingWords({ how, by, detail }: Omit<NonNullable<Alert['closed']>, 'at'>): string {
  const who = by === undefined ? '' : ` by ${plain(by, maxName)}`;
  const ending = endings.get(detail ?? '');
  if (ending !== undefined) return `${ending}${who}`;
  const byMicrosoft = by === undefined && (how === 'remediated' || how === 'dismissed') ? ' in Microsoft Entra' : '';
  const why = detail === undefined || detail === 'none' ? '' : ` (${eventWords(detail, maxName).toLowerCase()})`;
  return `${closings[how]}${who}${byMicrosoft}${why}`;
}

const done = {
  contain: 'Contained',
  release: 'Released',
  confirmCompromised: 'Confirmed as compromised',
  dismissRisk: 'Dismissed',
} as const satisfies Record<UserVerb, string>;

const doing = {
  contain: 'Containing, started',
  release: 'Release, started',
  confirmCompromised: 'Confirming, started',
  dismissRisk: 'Dismissal, started',
} as const satisfies Record<UserVerb, string>;

type Handled = Pick<NonNullable<Alert['handled']>, 'verb' | 'status'> & { by?: string };

export function handledWords({ verb, status, by }: Handled): string {
  const who = by === undefined ? '' : ` by ${plain(by, maxName)}`;
  const words = {
    done: `${done[verb]}${who}`,
    partial: `Only partly ${done[verb].toLowerCase()}${who}`,
    failed: `Not ${done[verb].toLowerCase()}, tried${who}`,
    unknown: `Not known whether ${done[verb].toLowerCase()}, tried${who}`,
    running: `${doing[verb]}${who}`,
    awaitingApproval: `A second person must approve what was asked for${who}`,
  } as const satisfies Record<Handled['status'], string>;
  return words[status];
}

/** When, what, where from. */
export function findingLine({ kind, at, what, where, level, resolved }: Finding): string {
  const words = kind === 'detection' ? eventWords(what) : plain(what, maxName);
  const graded = kind === 'securityAlert' && level !== undefined ? `${level} severity` : '';
  const parts = [at === undefined ? '' : utc(at), words, where ?? '', graded, resolved ? 'resolved' : ''];
  return plain(`• ${parts.filter(Boolean).join(' · ')}`, maxLine);
}

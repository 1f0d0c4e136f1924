import template from '../../cards/user.json' with { type: 'json' };
import type { Reading } from '../core/graph-answers.ts';
import { isActive } from '../core/signals/active-risk.ts';
import type { Listing } from '../core/signals/signal-port.ts';
import type { UserThreats } from '../core/users/read-user.ts';
import { type Card, cardTemplate } from './card.ts';
import { entraUserUrl } from './entra.ts';
import { detectionLine, levelWords, maxLine, stateWords, timeWords } from './risk-words.ts';
import { whyUnread } from './sources.ts';
import { markdown, plain } from './text.ts';
import { utc } from './time.ts';
import { actWords } from './user-act.ts';

export type UserCardFacts = {
  threats: UserThreats;
  /** The reader may contain and release. */
  mayContain: boolean;
  now: number;
};

const fill = cardTemplate(template);
const mostDetections = 5;
const mostAlerts = 3;

/** What is known about one user, and what can be done. */
export function userCard({ threats, mayContain, now }: UserCardFacts): Card {
  const { connection, user, risk } = threats;
  const view = {
    style: isHigh(threats) ? 'attention' : 'emphasis',
    heading: markdown(user.displayName || user.userPrincipalName),
    upn: plain(user.userPrincipalName),
    tenant: plain(connection.name),
    readAt: utc(now),
    facts: factsOf(threats),
    notes: notesOf(threats).map((text) => ({ text })),
    detections: lines(threats.detections, mostDetections, detectionLine, 'detections', 'Entra ID P1 or P2'),
    alerts: lines(threats.alerts, mostAlerts, alertLine, 'open security alerts of the last 7 days', 'Defender'),
    connectionId: connection.id,
    user: user.id,
    ...actionsOf(threats, mayContain),
    entraUrl: entraUserUrl(connection, user.id),
  };
  const level = risk.status === 'ok' && risk.value ? levelWords(risk.value.riskLevel) : 'Not known or none';
  const account = user.accountEnabled ? 'enabled' : 'disabled';
  return fill(view, {
    summary: `${plain(user.displayName || user.userPrincipalName)} (${view.upn}) in ${view.tenant}: risk ${level}, account ${account}.`,
  });
}

function isHigh({ risk }: UserThreats): boolean {
  return risk.status === 'ok' && risk.value?.riskLevel.toLowerCase() === 'high';
}

function factsOf({ user, risk, roles, isProtected, lastAct }: UserThreats) {
  const facts = [
    ['Risk', riskWords(risk)],
    ['Account', user.accountEnabled ? 'Enabled' : 'Disabled'],
    ['Roles', rolesWords(roles)],
    ['Protected', isProtected === undefined ? 'Not known yet' : isProtected ? 'Yes: never contained' : 'No'],
  ] as const;
  const updated =
    risk.status === 'ok' && risk.value ? [['Updated', timeWords(risk.value.riskLastUpdatedDateTime)]] : [];
  const acted = lastAct ? [['Bulwark', actWords(lastAct)]] : [];
  return [...facts, ...updated, ...acted].map(([title = '', value = '']) => ({ title, value: markdown(value) }));
}

function riskWords(risk: UserThreats['risk']): string {
  if (risk.status !== 'ok') return `Not known: ${whyUnread('risky users', risk.status, 'Entra ID P2')}`;
  if (!risk.value) return 'None known to Identity Protection';
  return `${levelWords(risk.value.riskLevel)}, ${stateWords(risk.value.riskState)}`;
}

function rolesWords(roles: UserThreats['roles']): string {
  if (roles.status !== 'ok') return 'Could not be read';
  return roles.value.length > 0 ? roles.value.map(({ name }) => plain(name)).join(', ') : 'No directory role';
}

function notesOf({ user, roles, isProtected, lastAct, releasable }: UserThreats): readonly string[] {
  return [
    isProtected ? 'This account is on the protected list: Bulwark never disables it.' : '',
    roles.status === 'ok' && roles.value.length > 0
      ? 'A second person must approve before Bulwark contains this user.'
      : '',
    user.synced
      ? 'This account is mastered on-premises: the next sync may turn it on again. Disable it there too.'
      : '',
    user.guest ? "This is a guest: sessions in the guest's own tenant cannot be ended from here." : '',
    user.accountEnabled ? onNote(lastAct) : offNote(releasable !== undefined),
  ].filter(Boolean);
}

/** Not turned on by a release: by the directory sync, or by somebody in Entra. */
function onNote(lastAct: UserThreats['lastAct']): string {
  const isOff = lastAct?.result?.kind === 'containment' && lastAct.result.disabled;
  return isOff ? 'Bulwark contained this account, but it is on again, and not by Bulwark.' : '';
}

function offNote(byUs: boolean): string {
  return byUs ? 'The account is off: Bulwark disabled it.' : 'The account is already off, and not by Bulwark.';
}

function lines<T>(
  reading: Reading<Listing<T>>,
  most: number,
  line: (item: T) => string,
  what: string,
  product: string,
) {
  if (reading.status !== 'ok') return [{ text: `Not known: ${whyUnread(what, reading.status, product)}` }];
  const { items } = reading.value;
  if (items.length === 0) return [{ text: noneWords(what, reading.value.truncated) }];
  const more = items.length - most;
  const shown = items.slice(0, most).map((item) => ({ text: line(item) }));
  return more > 0 ? [...shown, { text: `and ${more} more` }] : shown;
}

/** An end of the list that was not read may hold some. */
function noneWords(what: string, truncated: boolean): string {
  return truncated ? `None among the ${what} that were read, and there are more. Look in Entra.` : `No ${what}.`;
}

function alertLine({
  title,
  severity,
  createdDateTime,
}: {
  title: string;
  severity: string;
  createdDateTime: string | null;
}) {
  return plain(`• ${timeWords(createdDateTime)} · ${severity} · ${title}`, maxLine);
}

function actionsOf({ user, releasable, isProtected, mayRateRisk, risk }: UserThreats, mayContain: boolean) {
  const known = risk.status === 'ok' ? risk.value : undefined;
  const isConfirmed = known?.riskState.toLowerCase() === 'confirmedcompromised';
  return {
    canContain: mayContain && user.accountEnabled && isProtected !== true,
    canRelease: mayContain && !user.accountEnabled && releasable !== undefined,
    canConfirmRisk: mayContain && mayRateRisk && known !== undefined && !isConfirmed,
    canDismissRisk: mayContain && mayRateRisk && known !== undefined && isActive(known),
  };
}

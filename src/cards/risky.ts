import template from '../../cards/risky.json' with { type: 'json' };
import type { UserOperation } from '../core/operations/operation.ts';
import { byLevel } from '../core/signals/active-risk.ts';
import type { Threats } from '../core/signals/read-threats.ts';
import type { RiskyUser } from '../core/signals/signal-port.ts';
import { type Card, cardTemplate, type View } from './card.ts';
import { type Page, pageOf, pagesBeside } from './pages.ts';
import { levelWords, stateWords, timeWords } from './risk-words.ts';
import { sourcesLine, whyUnread } from './sources.ts';
import { counted, plain } from './text.ts';
import { utc } from './time.ts';
import { actWords } from './user-act.ts';

export const riskFilters = ['all', 'high', 'medium', 'low'] as const;
export type RiskFilter = (typeof riskFilters)[number];

export type RiskyView = {
  level: RiskFilter;
  /** From 1; a page that is not there shows the nearest one. */
  page: number;
};

export type RiskyCardFacts = {
  threats: Threats;
  view: RiskyView;
  /** By user, what Bulwark did to the account last. */
  acts: ReadonlyMap<string, UserOperation>;
};

const pageSize = 5;
/** Longer than any user principal name but a guest's. */
const maxName = 80;
const fill = cardTemplate(template);

/** Who is at risk, worst first. `risky.refresh` and `risky.page` carry `connectionId`, `level` and the page in digits. */
export function riskyCard({ threats, view, acts }: RiskyCardFacts): Card {
  const { connection, riskyUsers, readAt } = threats;
  const known = knownIn(threats);
  const page = riskyPage(threats, view);
  const counts = riskyUsers.status === 'ok' ? countWords(known) : '';
  const filled = {
    tenant: plain(connection.name),
    connectionId: connection.id,
    level: view.level,
    page: String(page.number),
    readAt: utc(readAt),
    count: riskyUsers.status === 'ok' ? String(known.length) : '?',
    counts: counts ? [{ text: counts }] : [],
    notes: notesOf(threats, known.length),
    rows: page.items.map((user) => rowView(user, threats, acts.get(user.id))),
    showing: showingWords(page, view),
    sources: sourcesLine(threats),
    needsConsent: lacksConsent(threats),
    ...paging(view, page, lacksConsent(threats)),
  };
  return fill(filled, { summary: summaryOf(threats, known), msteams: { width: 'Full' } });
}

/** Whom the card shows in this view. */
export function riskyPage(threats: Threats, view: RiskyView): Page<RiskyUser> {
  const listed = knownIn(threats).filter((user) => isListed(user, view));
  return pageOf(listed, view.page, pageSize);
}

function knownIn({ riskyUsers }: Threats): readonly RiskyUser[] {
  return riskyUsers.status === 'ok' ? byLevel(riskyUsers.value.items) : [];
}

function isListed({ riskLevel }: RiskyUser, { level }: RiskyView): boolean {
  return level === 'all' || riskLevel.toLowerCase() === level;
}

function countWords(users: readonly RiskyUser[]): string {
  const levels = ['high', 'medium', 'low'].map((level) => `${count(users, level)} ${level}`);
  const others = users.filter(({ riskLevel }) => !['high', 'medium', 'low'].includes(riskLevel.toLowerCase())).length;
  return [...levels, ...(others > 0 ? [`${others} other`] : [])].join(' · ');
}

function count(users: readonly RiskyUser[], level: string): number {
  return users.filter(({ riskLevel }) => riskLevel.toLowerCase() === level).length;
}

/** An empty list is safe only when the source was read. */
function notesOf({ riskyUsers, readAt }: Threats, known: number): readonly View[] {
  if (riskyUsers.status !== 'ok') {
    const why = `**Who is at risk is not known:** ${whyUnread('risky users', riskyUsers.status, 'Entra ID P2')}`;
    return [{ style: 'warning', text: why }];
  }
  if (known === 0) return [{ style: 'good', text: `No risky users right now (checked ${utc(readAt)}).` }];
  const more = 'Microsoft Graph has more risky users than are listed here. Look at the rest in Entra.';
  return riskyUsers.value.truncated ? [{ style: 'warning', text: more }] : [];
}

function rowView(user: RiskyUser, { riskDetections }: Threats, act: UserOperation | undefined): View {
  const facts = [stateWords(user.riskState), `updated ${timeWords(user.riskLastUpdatedDateTime)}`];
  const found = riskDetections.status === 'ok' ? detectionCount(user, riskDetections.value.items) : '';
  return {
    name: plain(user.userDisplayName, maxName),
    upn: plain(user.userPrincipalName, maxName),
    level: levelWords(user.riskLevel),
    facts: [...facts, found].filter(Boolean).join(' · '),
    user: user.id,
    acts: act ? [{ text: actWords(act) }] : [],
  };
}

function detectionCount({ id }: RiskyUser, detections: readonly { userId: string }[]): string {
  return counted(detections.filter(({ userId }) => userId === id).length, 'detection');
}

function showingWords({ first, last, total }: Page<RiskyUser>, { level }: RiskyView): string {
  const kind = level === 'all' ? 'all levels' : `only ${level}`;
  return total > 0 ? `Showing ${first}–${last} of ${total} (${kind}).` : `Showing none (${kind}).`;
}

function lacksConsent({ riskyUsers, riskDetections, securityAlerts }: Threats): boolean {
  return [riskyUsers, riskDetections, securityAlerts].some(({ status }) => status === 'needsConsent');
}

/** A card takes six buttons: where consent has to be granted, the least of the filters goes. */
function paging({ level }: RiskyView, page: Page<RiskyUser>, needsConsent: boolean) {
  const titles = { all: 'All levels', high: 'Only high', medium: 'Only medium', low: 'Only low' };
  const others = riskFilters.filter((one) => one !== level).slice(0, needsConsent ? 2 : 3);
  return {
    ...pagesBeside(page),
    filters: others.map((one) => ({ title: titles[one], level: one })),
  } satisfies View;
}

function summaryOf(threats: Threats, known: readonly RiskyUser[]): string {
  const { connection, riskyUsers, readAt } = threats;
  const what = riskyUsers.status === 'ok' ? `${known.length} (${countWords(known)})` : 'not known';
  return `Risky users of ${plain(connection.name)}: ${what}. ${sourcesLine(threats)} Read ${utc(readAt)}.`;
}

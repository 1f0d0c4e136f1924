import template from '../../cards/alerts.json' with { type: 'json' };
import { type Alert, type AlertLevel, alertLevels, alertState } from '../core/alerts/alert.ts';
import { type AlertDigestPage, alertsPerPage } from '../core/alerts/alert-digest-verbs.ts';
import { alertLine, alertLook, alertStanding, maxName } from './alert-words.ts';
import { type Card, cardTemplate, type View } from './card.ts';
import { pagesBeside } from './pages.ts';
import { capitalized, plain } from './text.ts';
import { utc } from './time.ts';

export const alertLists = ['open', 'snoozed'] as const;
export type AlertListName = (typeof alertLists)[number];

export type AlertListFacts = {
  show: AlertListName;
  alerts: readonly Alert[];
  total: number;
  /** From 1, as `pages`. */
  page: number;
  now: number;
};

const fill = cardTemplate(template);

const words = {
  open: {
    heading: 'Alerts nobody has closed',
    none: 'Every alert is closed.',
    other: { title: 'Snoozed', show: 'snoozed' },
  },
  snoozed: { heading: 'Snoozed alerts', none: 'No alert is snoozed.', other: { title: 'Open alerts', show: 'open' } },
} as const satisfies Record<AlertListName, unknown>;

/** The alerts of an organization that are still to be dealt with. */
export function alertListCard({ show, alerts, total, page, now }: AlertListFacts): Card {
  const { heading, none, other } = words[show];
  const pages = Math.max(1, Math.ceil(total / alertsPerPage));
  const view = {
    ...{ style: styleOf(alerts, now), heading, count: String(total) },
    byline: `All tenants · ${utc(now)}`,
    intro: total === 0 ? [{ text: none }] : [],
    rows: alerts.map((alert) => rowView(alert, now)),
    ...paging(page, pages, total),
    ...{ verb: 'alerts.list', digest: '', show, page: String(page) },
    others: [other],
  };
  return fill(view, {
    summary: `${heading}: ${total}. ${alerts.slice(0, 3).map(alertLine).join('; ')}.`,
    msteams: { width: 'Full' },
  });
}

const reasons = {
  storm: 'Many alerts came at once, so they are listed here instead of one message each.',
  first: 'This is what is active now. From here on each new alert is a message of its own.',
  quiet: 'These came in during quiet hours.',
} as const satisfies Record<AlertDigestPage['why'], string>;

/** Several alerts in one message that keeps counting; each can be opened and dealt with from it. */
export function alertDigestCard(digest: AlertDigestPage): Card {
  const { id, why, openedAt, total, byLevel, alerts, page, pages, now } = digest;
  const heading = total === 1 ? '1 alert' : `${total} alerts`;
  const view = {
    ...{ style: styleOf(alerts, now), heading, count: countWords(byLevel) },
    byline: `${tenantsOf(alerts)} · since ${utc(openedAt)}`,
    intro: [{ text: reasons[why] }],
    rows: alerts.map((alert) => rowView(alert, now)),
    ...paging(page + 1, pages, total),
    ...{ verb: 'digest.page', digest: id, show: '', page: String(page + 1) },
    others: [{ title: 'Open alerts', show: 'open' }],
  };
  const summary = `${heading} in ${tenantsOf(alerts)}: ${countWords(byLevel)}. ${alerts.slice(0, 3).map(alertLine).join('; ')}.`;
  return fill(view, { summary, msteams: { width: 'Full' } });
}

/** As red as its most urgent row that waits for somebody. */
function styleOf(alerts: readonly Alert[], now: number): string {
  const open = alerts.filter((alert) => alertState(alert, now) === 'open');
  if (open.some(({ level }) => level === 'high')) return 'attention';
  return open.length > 0 ? 'warning' : 'emphasis';
}

function countWords(byLevel: Record<AlertLevel, number>): string {
  return alertLevels
    .filter((level) => byLevel[level] > 0)
    .map((level) => `${byLevel[level]} ${level}`)
    .join(' · ');
}

function tenantsOf(alerts: readonly Alert[]): string {
  const names = [...new Set(alerts.map(({ connection }) => plain(connection.name, maxName)))];
  return names.length > 2 ? `${names.length} tenants` : names.join(', ') || 'no tenant';
}

function rowView(alert: Alert, now: number): View {
  const state = alertStanding(alert, now) || `Open since ${utc(alert.openedAt)}.`;
  return {
    name: alertLine(alert),
    level: capitalized(alertLook(alert, now).word.toLowerCase()),
    facts: `${plain(alert.connection.name, maxName)} · ${state}`,
    alert: alert.id,
  };
}

function paging(page: number, pages: number, total: number) {
  return {
    showing: total === 0 ? 'Nothing to show.' : `Page ${page} of ${pages}, the most urgent first.`,
    ...pagesBeside({ number: page, pages }),
  } satisfies View;
}

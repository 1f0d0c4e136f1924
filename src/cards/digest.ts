import template from '../../cards/digest.json' with { type: 'json' };
import type { Alert } from '../core/alerts/alert.ts';
import type { DailyDigest, Score, TenantDay } from '../core/digest/daily-digest.ts';
import { aboutName, alertLine } from './alert-words.ts';
import { operationTitle } from './audit.ts';
import { type Card, cardTemplate } from './card.ts';
import { unreadSources } from './sources.ts';
import { plain } from './text.ts';
import { utc } from './time.ts';

const fill = cardTemplate(template);
/** More do not fit on a phone. */
const mostTenants = 3;
const mostNamed = 3;
const maxLine = 250;

/** What a day brought: once a day, to whoever subscribed to it. */
export function digestCard({ since, at, tenants }: DailyDigest): Card {
  const isNews = tenants.some((tenant) => tenant.opened.length + tenant.drifted.length > 0);
  const more = tenants.length - mostTenants;
  const told = tenants.slice(0, mostTenants).map(tenantView);
  const view = {
    ...{ style: isNews ? 'warning' : 'emphasis', word: isNews ? 'NEWS' : 'QUIET' },
    byline: `${utc(at)} · since ${utc(since)}`,
    tenants: told,
    more: more > 0 ? [{ text: `And ${more} more tenants. Name one with "posture @name".` }] : [],
    connectionId: tenants[0]?.connection.id ?? '',
  };
  const [first] = told;
  const lines = first ? `${first.name}: ${first.lines.map(({ text }) => text).join(' ')}` : 'No tenant.';
  return fill(view, { summary: `Daily digest. ${lines}` });
}

function tenantView(tenant: TenantDay) {
  const news = newsOf(tenant);
  const quiet = news.length === 0 ? ['Nothing new.'] : [];
  const lines = [scoreLine(tenant), ...news, ...quiet, unreadLine(tenant)].filter(Boolean);
  return { name: plain(tenant.connection.name, 60), lines: lines.map((text) => ({ text: plain(text, maxLine) })) };
}

function scoreLine({ score, before }: TenantDay): string {
  if (!score) return 'Settings could not be read.';
  return `${score.secure} of ${score.judged} settings secure${changeWords(score, before)}.`;
}

function changeWords({ secure }: Score, before: Score | undefined): string {
  if (!before) return '';
  const change = secure - before.secure;
  if (change === 0) return ', as before';
  return change > 0 ? `, ${change} more than before` : `, ${-change} fewer than before`;
}

function newsOf({ opened, closed, drifted, operations }: TenantDay): readonly string[] {
  return [
    named('New', opened, alertLine),
    named('Closed', closed, alertLine),
    named('Stopped being secure', drifted, driftLine),
    named('Done', operations, operationTitle),
  ].filter(Boolean);
}

/** What ended since then is not told as if it still held. */
function driftLine(alert: Alert): string {
  const { closed } = alert;
  if (!closed) return aboutName(alert);
  return `${aboutName(alert)} (${closed.detail === 'accepted' ? 'accepted' : 'secure again'} since)`;
}

function named<T>(what: string, items: readonly T[], name: (item: T) => string): string {
  if (items.length === 0) return '';
  const more = items.length > mostNamed ? ` and ${items.length - mostNamed} more` : '';
  return `${what} (${items.length}): ${items.slice(0, mostNamed).map(name).join('; ')}${more}.`;
}

function unreadLine({ sources }: TenantDay): string {
  const unread = unreadSources(sources);
  return unread === '' ? '' : `Not known: ${unread}.`;
}

import template from '../../cards/alert.json' with { type: 'json' };
import { type Alert, userOf } from '../core/alerts/alert.ts';
import type { UserOperation } from '../core/operations/operation.ts';
import { actorName } from './actor.ts';
import { alertActions } from './alert-actions.ts';
import { type AlertCardFacts, alertHeader, alertSummary, backTo, refreshOf } from './alert-frame.ts';
import { historyLines } from './alert-history.ts';
import { aboutName, findingLine, maxName } from './alert-words.ts';
import { waitingNotes } from './approval-request.ts';
import { type Card, cardTemplate } from './card.ts';
import { driftCard } from './drift.ts';
import { entraUserUrl } from './entra.ts';
import { levelWords, stateWords } from './risk-words.ts';
import { sourceStatesLine } from './sources.ts';
import { capitalized, counted, markdown, plain } from './text.ts';
import { utc } from './time.ts';

const fill = cardTemplate(template);
const mostFindings = 5;

/** One alert in any state, for everybody in the conversation it was posted to. */
export function alertCard(facts: AlertCardFacts): Card {
  const { alert, sources, operation, list, here, now } = facts;
  if (alert.about.kind === 'policy') return driftCard(facts, alert.about);
  const history = historyLines(alert);
  const view = {
    ...alertHeader(alert, now),
    who: [whoView(alert)],
    facts: factsOf(alert),
    notes: notesOf(operation, here).map((text) => ({ text })),
    happened: happened(alert),
    ...{ history, hasHistory: history.length > 0 },
    sources: sourceStatesLine(sources),
    ...alertActions(facts),
    ...{ alert: alert.id, connectionId: alert.connection.id, op: operation?.id ?? '' },
    user: userOf(alert) ?? operation?.target.id ?? '',
    back: backTo(list),
    links: list ? [] : linksOf(alert),
  };
  return fill(view, { summary: alertSummary(alert, now), refresh: refreshOf(alert) });
}

function whoView(alert: Alert) {
  const { about } = alert;
  const more = about.kind === 'user' ? plain(about.userPrincipalName, maxName) : namedIn(alert);
  return { name: aboutName(alert), more: ` · ${more}` };
}

const mostNamed = 2;

/** None of them is at risk as far as Identity Protection knows: else the alert would be theirs. */
function namedIn({ about }: Alert): string {
  const users = about.kind === 'securityAlert' ? about.users : [];
  const names = [...new Set(users.map(({ id, userPrincipalName }) => userPrincipalName ?? id ?? ''))];
  if (names.length === 0) return 'no user is named';
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : '';
  const shown = names.slice(0, mostNamed).map((name) => plain(name, maxName));
  return `names ${shown.join(', ')}${more}, not known to be at risk`;
}

function factsOf(alert: Alert) {
  const { about, level, riskLevel, riskState, changedAt } = alert;
  const updated = fact('Updated', changedAt === null ? 'Not known' : utc(changedAt));
  if (about.kind !== 'user') return [fact('Severity', levelWords(level)), fact('Source', sourceOf(alert)), updated];
  return [
    fact('Risk level', riskLevel === undefined ? 'None, but security alerts name the user' : levelWords(riskLevel)),
    fact('Risk state', capitalized(riskState === undefined ? 'no risk' : stateWords(riskState))),
    fact('Why', whyWords(alert)),
    updated,
  ];
}

function fact(title: string, value: string) {
  return { title, value: markdown(value) };
}

function sourceOf({ findings }: Alert): string {
  const source = findings[0]?.source ?? 'Microsoft';
  return products.get(source) ?? plain(source, maxName);
}

const products = new Map([
  ['azureAdIdentityProtection', 'Microsoft Entra ID Protection'],
  ['microsoftDefenderForEndpoint', 'Microsoft Defender for Endpoint'],
  ['microsoftDefenderForIdentity', 'Microsoft Defender for Identity'],
  ['microsoftDefenderForCloudApps', 'Microsoft Defender for Cloud Apps'],
  ['microsoftDefenderForOffice365', 'Microsoft Defender for Office 365'],
  ['microsoft365Defender', 'Microsoft Defender XDR'],
  ['dataLossPrevention', 'Microsoft Purview'],
]);

function whyWords({ findings, findingsTotal }: Alert): string {
  if (findingsTotal > findings.length) return `${findingsTotal} detections and alerts`;
  const detections = findings.filter(({ kind }) => kind === 'detection').length;
  const alerts = findings.length - detections;
  const parts = [
    ...(detections > 0 ? [counted(detections, 'detection')] : []),
    ...(alerts > 0 ? [counted(alerts, 'security alert')] : []),
  ];
  return parts.join(', ') || 'Microsoft names no detection';
}

function notesOf(operation: UserOperation | undefined, here: string): readonly string[] {
  if (operation?.state !== 'awaitingApproval' || !operation.approval) return [];
  const who = markdown(actorName(operation.requestedBy));
  const what = `${markdown(operation.approval.why)} ${who} asked to contain this user.`;
  return [what, ...waitingNotes(operation, here)];
}

function happened({ findings, findingsTotal }: Alert) {
  const lines = findings.slice(0, mostFindings).map((finding) => ({ text: findingLine(finding) }));
  if (lines.length === 0) return [{ text: 'Microsoft names no detection.' }];
  const more = findingsTotal - lines.length;
  return more > 0 ? [...lines, { text: `and ${more} more` }] : lines;
}

function linksOf({ about, connection }: Alert) {
  if (about.kind === 'user') {
    return [{ title: 'Open in Entra', url: entraUserUrl(connection, about.id), mode: 'secondary' }];
  }
  const url = about.kind === 'securityAlert' ? defenderUrl(about.url) : undefined;
  return url === undefined ? [] : [{ title: 'Open in Defender', url, mode: 'primary' }];
}

/** Only an address of Microsoft becomes a button. */
function defenderUrl(url: string | undefined): string | undefined {
  const parsed = url === undefined ? null : URL.parse(url);
  const isMicrosoft = parsed?.protocol === 'https:' && parsed.hostname.endsWith('.microsoft.com');
  return isMicrosoft ? parsed.href : undefined;
}

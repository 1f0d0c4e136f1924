import template from '../../cards/drift.json' with { type: 'json' };
import type { About } from '../core/alerts/alert.ts';
import { alertActions } from './alert-actions.ts';
import { type AlertCardFacts, alertHeader, alertSummary, backTo, refreshOf } from './alert-frame.ts';
import { historyLines } from './alert-history.ts';
import { aboutName } from './alert-words.ts';
import { type Card, cardTemplate } from './card.ts';
import { entraUrl } from './entra.ts';
import { levelWords } from './risk-words.ts';
import { markdown, plain } from './text.ts';
import { utc } from './time.ts';

const fill = cardTemplate(template);
const maxValues = 200;

/** A setting that was secure and no longer is: what it was, who changed it, what can be done. */
export function driftCard(facts: AlertCardFacts, about: Extract<About, { kind: 'policy' }>): Card {
  const { alert, list, now } = facts;
  const history = historyLines(alert);
  const view = {
    ...alertHeader(alert, now),
    who: [{ name: aboutName(alert), more: ` · ${plain(about.id)}` }],
    facts: factsOf(alert),
    ...{ history, hasHistory: history.length > 0 },
    ...alertActions(facts),
    ...{ alert: alert.id, connectionId: alert.connection.id, policyKey: about.id },
    back: backTo(list),
    links: list ? [] : [{ title: 'Open in Entra', url: entraUrl(alert.connection), mode: 'secondary' }],
  };
  return fill(view, { summary: alertSummary(alert, now), refresh: refreshOf(alert) });
}

function factsOf({ findings, level, openedAt }: AlertCardFacts['alert']) {
  const change = findings.find(({ kind }) => kind === 'change');
  const facts = {
    Severity: levelWords(level),
    Changed: change ? plain(change.what, maxValues) : 'Not known',
    'Changed by': change?.where ? plain(change.where) : 'Not known from the directory audit log',
    ...(change?.at === undefined ? { 'Noticed at': utc(openedAt) } : { 'Changed at': utc(change.at) }),
  };
  return Object.entries(facts).map(([title, value]) => ({ title, value: markdown(value, maxValues) }));
}

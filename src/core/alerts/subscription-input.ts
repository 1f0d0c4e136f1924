import type { Connection } from '../connections.ts';
import { refuse } from '../errors.ts';
import { type AlertLevel, alertLevels } from './alert.ts';
import { isZone } from './quiet-hours.ts';
import type { Subscription } from './subscription.ts';

/** What the form posts: texts, several choices separated by commas, nothing chosen as an empty text. */
export type SubscriptionInput = {
  connections: string;
  riskyUsers: string;
  securityAlerts: string;
  drift: string;
  zone: string;
  quietFrom: string;
  quietTo: string;
  digestAt: string;
  escalateAfter: string;
  escalateTo: string;
};

export type Choices = { connections: readonly Connection[]; places: readonly { id: string }[] };

export type Terms = Pick<Subscription, 'connections' | 'levels' | 'zone' | 'quiet' | 'digestAt' | 'escalate'>;

/** The terms that a filled form asks for, or a refusal that names the field. */
export function termsIn(input: SubscriptionInput, choices: Choices): Terms {
  const terms: Terms = {
    connections: connectionsIn(input.connections, choices),
    levels: {
      riskyUsers: levelsIn('Risky users', input.riskyUsers),
      securityAlerts: levelsIn('Security alerts', input.securityAlerts),
      drift: input.drift === 'true',
    },
    zone: zoneIn(input.zone),
    ...quietIn(input),
    ...(input.digestAt === '' ? {} : { digestAt: timeIn('Daily digest', input.digestAt) }),
    ...escalationIn(input, choices),
  };
  requireSomething(terms);
  return terms;
}

export function requireSomething({ levels: { riskyUsers, securityAlerts, drift }, digestAt }: Terms): void {
  if (riskyUsers.length > 0 || securityAlerts.length > 0 || drift || digestAt !== undefined) return;
  const choose = 'Choose at least one level, the settings or a daily digest.';
  refuse('invalid_request', `${choose} To be told of nothing, write "unsubscribe".`);
}

function split(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

function connectionsIn(text: string, { connections }: Choices): readonly string[] {
  const ids = [...new Set(split(text))];
  const isKnown = (id: string) => connections.some((connection) => connection.id === id);
  if (ids.length === 0) refuse('invalid_request', 'Tenants: choose at least one, or unsubscribe.');
  return ids.every(isKnown)
    ? ids
    : refuse('unknown_connection', 'Tenants: one of them is not connected any more. Open the form again.');
}

function levelsIn(field: string, text: string): readonly AlertLevel[] {
  const chosen = split(text);
  const unknown = chosen.find((level) => !alertLevels.some((known) => known === level));
  if (unknown !== undefined) refuse('invalid_request', `${field}: choose among high, medium and low.`);
  return alertLevels.filter((level) => chosen.includes(level));
}

function zoneIn(text: string): string {
  const zone = text.trim() || 'UTC';
  const isNamed = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(zone) && isZone(zone);
  return isNamed ? zone : refuse('invalid_request', 'Time zone: give a name such as Europe/Oslo or UTC.');
}

function timeIn(field: string, text: string): string {
  const [, hours, minutes] = /^(\d\d?):(\d\d)$/.exec(text.trim()) ?? [];
  const isTime = Number(hours) < 24 && Number(minutes) < 60;
  return isTime
    ? `${hours?.padStart(2, '0')}:${minutes}`
    : refuse('invalid_request', `${field}: give a time such as 08:00.`);
}

function quietIn({ quietFrom, quietTo }: SubscriptionInput): Pick<Terms, 'quiet'> {
  if (quietFrom === '' && quietTo === '') return {};
  if (quietFrom === '' || quietTo === '') refuse('invalid_request', 'Quiet hours: give both times, or neither.');
  const quiet = { from: timeIn('Quiet hours', quietFrom), to: timeIn('Quiet hours', quietTo) };
  return quiet.from === quiet.to
    ? refuse('invalid_request', 'Quiet hours: they have to end at another time than they start.')
    : { quiet };
}

const mostMinutes = 24 * 60;

function escalationIn({ escalateAfter, escalateTo }: SubscriptionInput, { places }: Choices): Pick<Terms, 'escalate'> {
  if (escalateAfter === '' && escalateTo === '') return {};
  if (escalateAfter === '' || escalateTo === '') {
    refuse('invalid_request', 'Escalation: give both the minutes and the second conversation, or neither.');
  }
  const afterMinutes = Number(escalateAfter);
  if (!Number.isInteger(afterMinutes) || afterMinutes < 1 || afterMinutes > mostMinutes) {
    refuse('invalid_request', 'Escalation: give a whole number of minutes between 1 and 1440.');
  }
  if (!places.some(({ id }) => id === escalateTo)) {
    refuse('invalid_request', 'Escalation: the second conversation has to be an approved one other than this.');
  }
  return { escalate: { afterMinutes, conversationId: escalateTo } };
}

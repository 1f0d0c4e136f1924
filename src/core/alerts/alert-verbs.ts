import { type Authorize, gates } from '../access.ts';
import type { Person } from '../actors.ts';
import type { NewCard } from '../chat.ts';
import { refuse } from '../errors.ts';
import type { Via } from '../journal.ts';
import { isOnUser, type UserOperation } from '../operations/operation.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import { type Alert, alertState, noted } from './alert.ts';
import type { AlertPage, AlertStore, PageOf, SourceStates } from './alert-store.ts';
import { alertEntry } from './entries.ts';
import { alertIdIn } from './subjects.ts';

/** An alert and what its card shows beside it. */
export type AlertView = {
  alert: Alert;
  /** How the sources of its tenant were at the last look. */
  sources: SourceStates;
  /** The last thing done to the user, or waiting to be approved. */
  operation?: UserOperation;
  now: number;
};

export type SnoozeInput = { hours: number; reason: string };

export type AlertVerbs = {
  /** `already`: somebody else was first, or there is nothing left to take. */
  acknowledge(person: Person, via: Via, id: string): Promise<{ alert: Alert; already: boolean }>;
  /** Nobody is told of it until then, unless its level rises. */
  snooze(person: Person, via: Via, id: string, input: SnoozeInput): Promise<Alert>;
  list(person: Person, via: Via, which: 'open' | 'snoozed', page: PageOf): Promise<AlertPage & { now: number }>;
  /** The alert, for whoever may put it off. */
  toSnooze(person: Person, via: Via, id: string): Promise<Alert>;
  find(person: Person, via: Via, id: string): Promise<AlertView>;
  /** For a card that was sent: undefined when there is no such alert any more. */
  shown(card: Pick<NewCard, 'organization' | 'subject'>): Promise<AlertView | undefined>;
};

export type AlertVerbPorts = { authorize: Authorize; alerts: AlertStore; store: Pick<OperationStore, 'find'> };

export function alertVerbs(ports: AlertVerbPorts): AlertVerbs {
  const { authorize, alerts } = ports;
  return {
    acknowledge: (person, via, id) => acknowledge(ports, person, via, id),
    snooze: (person, via, id, input) => snooze(ports, person, via, id, input),
    toSnooze: async (person, via, id) => requireOpen(await requireHandler(ports, person, via, id)),
    async list(person, via, which, page) {
      await authorize(person, gates.readAlerts, via);
      return alerts.list(person.organization, which, page);
    },
    async find(person, via, id) {
      await authorize(person, gates.readAlerts, via);
      return (await view(ports, person.organization, id)) ?? refuseUnknown();
    },
    async shown({ organization, subject }) {
      const id = alertIdIn(subject);
      return id === undefined ? undefined : view(ports, organization, id);
    },
  };
}

async function view({ alerts, store }: AlertVerbPorts, organization: string, id: string) {
  const found = await alerts.find(organization, id);
  if (!found) return undefined;
  const { handled, connection } = found.alert;
  const [{ sources }, operation] = await Promise.all([
    alerts.watchOf(connection.id),
    handled && store.find(organization, handled.operationId),
  ]);
  return { ...found, sources, ...(operation && isOnUser(operation) ? { operation } : {}) };
}

/** Who may do something about it depends on what it is about, which only those learn who may read it. */
async function requireHandler({ authorize, alerts }: AlertVerbPorts, person: Person, via: Via, id: string) {
  await authorize(person, gates.readAlerts, via);
  const { alert } = (await alerts.find(person.organization, id)) ?? refuseUnknown();
  await authorize(person, alert.about.kind === 'policy' ? gates.handleRegression : gates.handleAlert, via);
  return alert;
}

function requireOpen(alert: Alert): Alert {
  if (alert.closed) refuse('precondition_failed', 'This alert is closed already, so there is nothing to snooze.');
  return alert;
}

async function acknowledge(ports: AlertVerbPorts, person: Person, via: Via, id: string) {
  await requireHandler(ports, person, via, id);
  let already = true;
  const changed = await ports.alerts.change(person.organization, id, (alert, now) => {
    if (!isFree(alert, now)) return undefined;
    already = false;
    return { alert: acknowledged(alert, person, now), entry: alertEntry(person, via, alert, { verb: 'acknowledge' }) };
  });
  return { alert: changed?.alert ?? refuseUnknown(), already };
}

async function snooze(ports: AlertVerbPorts, person: Person, via: Via, id: string, input: SnoozeInput) {
  const { hours, reason } = checked(input);
  await requireHandler(ports, person, via, id);
  const changed = await ports.alerts.change(person.organization, id, (alert, now) => {
    requireOpen(alert);
    const until = now + hours * hourMs;
    const entry = alertEntry(person, via, alert, { verb: 'snooze', until, reason });
    return { alert: snoozed(alert, person, { until, reason }, now), entry };
  });
  return changed?.alert ?? refuseUnknown();
}

const hourMs = 3_600_000;
const mostHours = 7 * 24;
const longestReason = 200;

function isFree(alert: Alert, now: number): boolean {
  const state = alertState(alert, now);
  return alert.acknowledged === undefined && (state === 'open' || state === 'snoozed');
}

function acknowledged(alert: Alert, { name: by, oid }: Person, at: number): Alert {
  return noted({ ...alert, acknowledged: { by, oid, at } }, { at, by, kind: 'acknowledged' });
}

function snoozed(alert: Alert, { name: by }: Person, { until, reason }: { until: number; reason: string }, at: number) {
  return noted({ ...alert, snoozed: { by, at, until, reason } }, { at, by, kind: 'snoozed', until, reason });
}

function checked({ hours, reason }: SnoozeInput): SnoozeInput {
  if (!Number.isInteger(hours) || hours < 1 || hours > mostHours) {
    refuse('invalid_request', 'Snooze for a whole number of hours, at most 168 (7 days).');
  }
  const text = reason.trim();
  if (text === '') refuse('invalid_request', 'Say why this can wait: a reason is needed to snooze an alert.');
  return { hours, reason: text.slice(0, longestReason) };
}

function refuseUnknown(): never {
  refuse('not_found', 'There is no such alert. Write "alerts" to see those that are open.');
}

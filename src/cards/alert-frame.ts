import type { Alert } from '../core/alerts/alert.ts';
import type { SourceStates } from '../core/alerts/alert-store.ts';
import type { UserOperation } from '../core/operations/operation.ts';
import { alertHeading, alertLine, alertLook, alertStanding } from './alert-words.ts';
import { plain } from './text.ts';
import { utc } from './time.ts';

/** The list a person opened the alert from, to go back to. */
export type AlertList = { digest: string; page: string } | { show: 'open' | 'snoozed'; page: string };

export type AlertCardFacts = {
  alert: Alert;
  sources: SourceStates;
  /** The newest operation on the user since the alert opened. */
  operation?: UserOperation;
  list?: AlertList;
  /** The conversation that the card is shown in: a request for approval is decided where it stands. */
  here: string;
  now: number;
};

/** What stands above every alert. */
export function alertHeader(alert: Alert, now: number) {
  const { connection, openedAt } = alert;
  const standing = alertStanding(alert, now);
  return {
    ...alertLook(alert, now),
    heading: alertHeading(alert, now),
    byline: `${plain(connection.name)} · first seen ${utc(openedAt)}`,
    now: standing ? [{ text: standing }] : [],
  };
}

/** Level, whom or what, tenant: what a notification shows of it. */
export function alertSummary(alert: Alert, now: number): string {
  const state = alertStanding(alert, now) || `Open since ${utc(alert.openedAt)}.`;
  return `${alertLine(alert)} in ${plain(alert.connection.name)}. ${state}`;
}

/** By hand, from the card's menu: a message is edited whenever its alert changes. */
export function refreshOf({ id }: Alert) {
  return { action: { type: 'Action.Execute', verb: 'alert.view', data: { v: 1, alert: id } }, userIds: [] };
}

export function backTo(list: AlertList | undefined) {
  if (!list) return [];
  const verb = 'digest' in list ? 'digest.page' : 'alerts.list';
  return [{ digest: '', show: '', ...list, verb }];
}

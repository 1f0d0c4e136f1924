import { alertCard } from '../cards/alert.ts';
import type { AlertList } from '../cards/alert-frame.ts';
import { type AlertListName, alertDigestCard, alertListCard } from '../cards/alert-list.ts';
import { takenWords } from '../cards/alert-words.ts';
import { snoozeCard } from '../cards/snooze.ts';
import { alertsPerPage } from '../core/alerts/alert-digest-verbs.ts';
import { refuse } from '../core/errors.ts';
import type { Asker, Desk, Reply } from './desk.ts';
import { confirmRisk } from './show-containment.ts';

export async function showAlerts(desk: Desk, asker: Asker, show: AlertListName, page = 1): Promise<Reply> {
  const wanted = { offset: (page - 1) * alertsPerPage, limit: alertsPerPage };
  const listed = await desk.alerts.list(asker.person, asker.via, show, wanted);
  return { card: alertListCard({ ...listed, show, page }) };
}

export async function showAlert(desk: Desk, asker: Asker, id: string, list?: AlertList): Promise<Reply> {
  const view = await desk.alerts.find(asker.person, asker.via, id);
  return { card: alertCard({ ...view, here: asker.conversation.id, ...(list && { list }) }) };
}

/** Whoever was second is told who was first. */
export async function acknowledgeAlert(desk: Desk, asker: Asker, id: string): Promise<Reply> {
  const { alert, already } = await desk.alerts.acknowledge(asker.person, asker.via, id);
  const isOwn = alert.acknowledged?.oid === asker.person.oid;
  if (already && !isOwn) refuse('precondition_failed', takenWords(alert));
  return showAlert(desk, asker, id);
}

export async function askSnooze(desk: Desk, asker: Asker, id: string): Promise<Reply> {
  return { card: snoozeCard({ alert: await desk.alerts.toSnooze(asker.person, asker.via, id) }) };
}

export async function snoozeAlert(desk: Desk, asker: Asker, id: string, input: { hours: number; reason: string }) {
  await desk.alerts.snooze(asker.person, asker.via, id, input);
  return showAlert(desk, asker, id);
}

/** To dismiss the alert is to tell Identity Protection that its user is not at risk. */
export async function confirmDismiss(desk: Desk, asker: Asker, id: string): Promise<Reply> {
  const { alert } = await desk.alerts.find(asker.person, asker.via, id);
  const { about, connection } = alert;
  if (about.kind !== 'user') refuse('precondition_failed', 'Only the risk of a user can be dismissed from here.');
  return confirmRisk(desk, asker, 'dismissRisk', { user: about.id, connectionId: connection.id });
}

export async function showAlertDigest(desk: Desk, asker: Asker, id: string, page: number): Promise<Reply> {
  const { person, via, conversation } = asker;
  return { card: alertDigestCard(await desk.alertDigests.page(person, via, conversation, id, page - 1)) };
}

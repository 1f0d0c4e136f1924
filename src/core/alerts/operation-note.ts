import { isOnUser, type Operation, statusOf } from '../operations/operation.ts';
import { type Alert, type AlertNote, type HandledStatus, noted } from './alert.ts';

/**
 * Whether what was done to the user of the operation answers this alert. One that names others as well is not over
 * when one of them is contained.
 */
export function concerns(operation: Operation, { about, connection, closed }: Alert): boolean {
  if (!isOnUser(operation) || closed || connection.id !== operation.connection.id) return false;
  const { id, label } = operation.target;
  if (about.kind === 'user') return about.id === id;
  if (about.kind === 'policy') return false;
  const isTarget = (name: string | null) => name !== null && [id, label.toLowerCase()].includes(name.toLowerCase());
  const named = about.users.map((user) => isTarget(user.id) || isTarget(user.userPrincipalName));
  return named.length > 0 && named.every(Boolean);
}

/** The alert once the operation is where it is now; undefined when it says so already. */
export function afterOperation(alert: Alert, operation: Operation, now: number) {
  const status = statusIn(operation, alert);
  if (!isOnUser(operation) || status === undefined) return undefined;
  const { id: operationId, verb } = operation;
  const by = (operation.approvedBy ?? operation.requestedBy).name;
  const { handled } = alert;
  if (handled?.operationId === operationId && handled.status === status) return undefined;
  const note: AlertNote = { at: now, by, kind: 'handled', verb, operationId, status };
  return { alert: noted({ ...alert, handled: { verb, operationId, by, at: now, status } }, note), note };
}

/** A confirmation or request that came to nothing counts only where it was shown. */
function statusIn({ id, state, steps }: Operation, { handled }: Alert): HandledStatus | undefined {
  if (state === 'awaitingApproval') return 'awaitingApproval';
  const isKnown = handled?.operationId === id;
  return state === 'running' || state === 'ended' || isKnown ? statusOf({ state, steps }) : undefined;
}

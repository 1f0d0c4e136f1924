import type { PolicyOperation } from '../core/operations/operation.ts';
import { isUndoable } from '../core/undo.ts';
import { entraUrl } from './entra.ts';

/** What the card's buttons need. `mayUndo`: the reader may harden, and so undo and try again. */
export function operationActions(operation: PolicyOperation, mayUndo: boolean) {
  const { id, of, plan, verb, connection, target } = operation;
  const needsConsent = operation.result?.needsReconsent === true;
  const again = mayUndo && cameToNothing(operation) && !needsConsent;
  return {
    op: id,
    connectionId: connection.id,
    policyKey: target.id,
    entraUrl: entraUrl(connection),
    needsConsent,
    canUndo: mayUndo && isUndoable(operation),
    hardenAgain: again && verb === 'harden',
    undoAgain: again && verb === 'undo' && of !== undefined ? [{ op: of }] : [],
    plans: plan === undefined ? [] : [{ plan }],
    linksEntra: operation.result?.verified === false || lacksBefore(operation),
  };
}

/** It wrote, but the earlier value was not captured. */
export function lacksBefore(operation: PolicyOperation): boolean {
  return operation.verb === 'harden' && operation.result?.applied === true && !isUndoable(operation);
}

function cameToNothing(operation: PolicyOperation): boolean {
  const { state, result } = operation;
  if (state === 'expired') return true;
  return state === 'ended' && !result?.applied && !result?.verified && !isUndoable(operation);
}

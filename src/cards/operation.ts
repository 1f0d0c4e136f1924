import template from '../../cards/operation.json' with { type: 'json' };
import type { Operation } from '../core/operations/operation.ts';
import { isUndoable } from '../core/undo.ts';
import { actorName } from './actor.ts';
import { type Card, cardTemplate } from './card.ts';
import { entraUrl } from './entra.ts';
import { operationDetails, operationFacts, valuesOf } from './operation-facts.ts';
import { operationNotes } from './operation-notes.ts';
import { outcomeOf, type Tone } from './outcome.ts';
import { markdown, plain } from './text.ts';
import { ago, utc } from './time.ts';

export type OperationCardFacts = {
  operation: Operation;
  /** Whether the reader may harden, and so undo and try again. */
  mayUndo: boolean;
  now: number;
};

const fill = cardTemplate(template);
const maxReason = 500;

/** An operation in any state: what was asked, what came of it, and what can be done now. */
export function operationCard({ operation, mayUndo, now }: OperationCardFacts): Card {
  const values = valuesOf(operation);
  const outcome = outcomeOf(operation, values);
  const view = {
    ...toneFlags(outcome.tone),
    heading: markdown(outcome.heading),
    word: outcome.word,
    byline: byline(operation, now),
    title: plain(operation.target.label),
    tenant: plain(operation.connection.name),
    facts: operationFacts(operation, values),
    reasons: operation.reason ? [{ text: plain(operation.reason, maxReason) }] : [],
    notes: operationNotes(operation, values).map((text) => ({ text })),
    details: operationDetails(operation),
    ...actions(operation, mayUndo),
  };
  return fill(view, {
    summary: `${outcome.heading} (${outcome.word}): ${view.title} in ${view.tenant}. ${view.byline}.`,
  });
}

function toneFlags(tone: Tone) {
  return {
    isGood: tone === 'good',
    isWarning: tone === 'warning',
    isAttention: tone === 'attention',
    isEmphasis: tone === 'emphasis',
  };
}

function byline({ id, requestedBy, endedAt, begunAt, createdAt, of }: Operation, now: number): string {
  const at = endedAt ?? begunAt ?? createdAt;
  const original = of === undefined ? '' : ` · undoes ${of}`;
  return `By ${actorName(requestedBy)} at ${utc(at)} (${ago(at, now)}) · reference ${id}${original}`;
}

function actions(operation: Operation, mayUndo: boolean) {
  const { id, of, verb, state, result, connection, target } = operation;
  const undoable = isUndoable(operation);
  const failed = state === 'expired' || (state === 'ended' && !undoable && !result?.applied && !result?.verified);
  return {
    op: id,
    connectionId: connection.id,
    policyKey: target.id,
    entraUrl: entraUrl(connection),
    canUndo: mayUndo && undoable,
    hardenAgain: mayUndo && failed && verb === 'harden',
    undoAgain: mayUndo && failed && verb === 'undo' && of !== undefined ? [{ op: of }] : [],
    linksEntra: result !== undefined && !result.verified,
  };
}

import template from '../../cards/operation.json' with { type: 'json' };
import type { Operation, PolicyOperation } from '../core/operations/operation.ts';
import { actorName } from './actor.ts';
import { approvalFacts, isDecidedHere, isTakenBackHere, waitingNotes } from './approval-request.ts';
import { type Card, cardTemplate } from './card.ts';
import { operationActions } from './operation-actions.ts';
import { operationDetails, operationFacts, valuesOf } from './operation-facts.ts';
import { operationNotes } from './operation-notes.ts';
import { outcomeOf, type Values } from './outcome.ts';
import { markdown, plain } from './text.ts';
import { utc } from './time.ts';

export type OperationCardFacts = {
  operation: PolicyOperation;
  /** Whether the reader may harden, and so undo and try again. */
  mayUndo: boolean;
  /** Where the card stands. */
  conversation?: string | undefined;
  now: number;
};

const fill = cardTemplate(template);
const maxReason = 500;

/** An operation in any state: what was asked, what came of it, and what can be done now. */
export function operationCard({ operation: stored, mayUndo, conversation, now }: OperationCardFacts): Card {
  const operation = asOf(stored, now);
  const values = valuesOf(operation);
  const outcome = outcomeOf(operation, values);
  const view = {
    style: outcome.style,
    word: outcome.word,
    heading: markdown(outcome.heading),
    byline: byline(operation),
    title: plain(operation.target.label),
    tenant: plain(operation.connection.name),
    facts: [...operationFacts(operation, values), ...approvalFacts(operation)],
    reasons: operation.reason ? [{ text: plain(operation.reason, maxReason) }] : [],
    notes: [...waitingNotes(operation, conversation), ...operationNotes(operation, values)].map((text) => ({ text })),
    details: operationDetails(operation),
    ...operationActions(operation, mayUndo),
    canDecide: isDecidedHere(operation, conversation),
    canTakeBack: isTakenBackHere(operation, conversation),
  };
  return fill(view, {
    summary: `${outcome.heading} (${outcome.word}): ${view.title} in ${view.tenant}${changeWords(operation, values)}. ${view.byline}.`,
  });
}

function changeWords({ result }: PolicyOperation, { from, now }: Values): string {
  return result?.applied && result.now !== undefined ? `, from ${from} to ${now}` : '';
}

/** The store marks an expiry when it is next asked; the card does not wait for that. */
export function asOf<One extends Operation>(operation: One, now: number): One {
  const waits = operation.state === 'proposed' || operation.state === 'awaitingApproval';
  return waits && now >= operation.expiresAt ? { ...operation, state: 'expired' } : operation;
}

export function byline({ id, requestedBy, endedAt, begunAt, createdAt, state, of }: Operation): string {
  const by = state === 'awaitingApproval' ? 'Asked for by' : 'By';
  const at = endedAt ?? begunAt ?? createdAt;
  const original = of === undefined ? '' : ` · undoes ${of}`;
  return `${by} ${actorName(requestedBy)} at ${utc(at)} · reference ${id}${original}`;
}

import template from '../../cards/token-policy-operation.json' with { type: 'json' };
import type { Step, StepStatus, TokenPolicyOperation, TokenPolicyResult } from '../core/operations/operation.ts';
import { isUndoable } from '../core/undo.ts';
import { approvalFacts, isDecidedHere, isTakenBackHere, waitingNotes } from './approval-request.ts';
import { type Card, cardTemplate } from './card.ts';
import { entraUrl } from './entra.ts';
import { asOf, byline } from './operation.ts';
import { operationDetails, stepWords } from './operation-facts.ts';
import { type Outcome, unfinished } from './outcome.ts';
import { refusalWords } from './refusals.ts';
import { capitalized, markdown, plain } from './text.ts';
import { holderWords } from './token-policy-words.ts';

export type TokenPolicyOperationFacts = {
  operation: TokenPolicyOperation;
  /** Whether the reader may change token policies, and so undo. */
  mayUndo: boolean;
  /** Where the card stands. */
  conversation?: string | undefined;
  now: number;
};

const fill = cardTemplate(template);
const maxRefused = 500;

/** An operation on a token policy in any state: what was asked, what came of it, and the way back. */
export function tokenPolicyOperationCard(asked: TokenPolicyOperationFacts): Card {
  const { mayUndo, conversation } = asked;
  const operation = asOf(asked.operation, asked.now);
  const outcome = outcomeOf(operation);
  const view = {
    ...outcome,
    heading: markdown(outcome.heading),
    byline: byline(operation),
    title: plain(operation.target.label),
    tenant: plain(operation.connection.name),
    facts: [...factsOf(operation), ...approvalFacts(operation)],
    notes: [...waitingNotes(operation, conversation), ...notesOf(operation)].map((text) => ({ text })),
    details: operationDetails(operation),
    op: operation.id,
    connectionId: operation.connection.id,
    needsConsent: operation.result?.needsReconsent === true,
    canDecide: isDecidedHere(operation, conversation),
    canTakeBack: isTakenBackHere(operation, conversation),
    canUndo: mayUndo && isUndoable(operation),
    entraUrl: entraUrl(operation.connection),
  };
  return fill(view, {
    summary: `${outcome.heading} (${outcome.word}): ${view.title} in ${view.tenant}. ${view.byline}.`,
  });
}

const done = {
  createTokenPolicy: 'Created and checked',
  updateTokenPolicy: 'Changed and checked',
  deleteTokenPolicy: 'Deleted and checked',
  assignTokenPolicy: 'Assigned and checked',
  unassignTokenPolicy: 'Unassigned and checked',
  undo: 'Put back and checked',
} as const satisfies Record<TokenPolicyOperation['verb'], string>;

function outcomeOf(operation: TokenPolicyOperation): Outcome {
  const { state, result, verb } = operation;
  if (state !== 'ended') return unfinished(operation, state);
  if (!result) return { style: 'warning', word: 'Not known', heading: 'Not known yet: no outcome was recorded' };
  if (result.refused !== undefined) return { style: 'attention', word: 'Not done', heading: 'Not changed' };
  if (result.verified) return verifiedOutcome(operation, result, done[verb]);
  if (operation.steps.some(isUnanswered)) {
    return { style: 'warning', word: 'Not known', heading: 'Not known yet: no answer to the write' };
  }
  return result.applied ? partOutcome(operation) : refusedOutcome(operation, result);
}

function verifiedOutcome({ steps }: TokenPolicyOperation, { applied }: TokenPolicyResult, heading: string): Outcome {
  if (!applied) return { style: 'good', word: 'Done', heading: 'Nothing to do: it is so already' };
  const whole = steps.every(({ status }) => status === 'ok');
  return whole ? { style: 'good', word: 'Done', heading } : { style: 'warning', word: 'Partly done', heading };
}

function partOutcome({ steps }: TokenPolicyOperation): Outcome {
  const failed = steps.some(({ name, status }) => name !== 'verify' && status === 'failed');
  const heading = failed ? 'Only a part of it could be done' : 'Written, but the check does not show it yet';
  return { style: 'warning', word: 'Partly done', heading };
}

function refusedOutcome({ steps }: TokenPolicyOperation, { needsReconsent }: TokenPolicyResult): Outcome {
  const refusal = failureIn(steps);
  const why = refusal ? refusalWords(refusal).why : 'the write did not take effect';
  return { style: 'attention', word: 'Not done', heading: `Not changed: ${needsReconsent ? 'consent needed' : why}` };
}

function isUnanswered({ name, status }: Step): boolean {
  return name !== 'verify' && status === 'unknown';
}

function failureIn(steps: readonly Step[]) {
  return steps.find(({ status, refusal }) => status === 'failed' && refusal)?.refusal;
}

function factsOf({ target, result, steps }: TokenPolicyOperation) {
  const holder = target.holder ? [{ title: 'App', value: markdown(holderWords(target.holder)) }] : [];
  const id = result?.policy ? [{ title: 'Object ID', value: result.policy.id }] : [];
  const shown = result?.refused === undefined ? steps : [];
  return [...holder, ...id, ...shown.map(stepFact)];
}

const titles = new Map([
  ['read', 'Read first'],
  ['write', 'Write'],
  ['verify', 'Check'],
]);

const checkWords = {
  ok: '✓ Seen in the tenant',
  failed: '✕ Not seen yet',
  unknown: '? Could not be read',
  skipped: '– Not needed',
} as const satisfies Record<StepStatus, string>;

/** Steps that assign again are named after what they assign to. */
function stepFact({ name, status }: Step) {
  const title = titles.get(name) ?? 'Assign';
  if (name === 'verify') return { title, value: checkWords[status] };
  const [, holder] = /^assign (.+)$/.exec(name) ?? [];
  const words = holder === undefined ? stepWords[status] : `${stepWords[status]}: ${holder}`;
  return { title, value: words };
}

function notesOf(operation: TokenPolicyOperation): string[] {
  const { state, result, target, verb, steps, interrupted } = operation;
  if (state === 'expired') return ['Start again to get a new confirmation.'];
  if (state !== 'ended' || !result) return [];
  if (result.refused !== undefined) return [plain(result.refused, maxRefused)];
  const refusal = failureIn(steps);
  return [
    verb === 'undo' && isNew(target.id, result) ? 'Created anew: it has a new object ID, shown above.' : '',
    interrupted ? 'Bulwark was stopped while working; this is what a later read showed.' : '',
    refusal ? `${capitalized(refusalWords(refusal).why)}. ${refusalWords(refusal).fix}` : '',
  ].filter((note) => note !== '');
}

function isNew(id: string, { policy }: TokenPolicyResult): boolean {
  return policy !== undefined && policy.id !== id;
}

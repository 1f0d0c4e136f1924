import template from '../../cards/user-operation.json' with { type: 'json' };
import type { UserOperation } from '../core/operations/operation.ts';
import { actorName } from './actor.ts';
import { isDecidedHere, isTakenBackHere, waitingNotes } from './approval-request.ts';
import { type Card, cardTemplate } from './card.ts';
import { entraUserUrl } from './entra.ts';
import { asOf } from './operation.ts';
import { operationDetails } from './operation-facts.ts';
import { refusalWords } from './refusals.ts';
import { markdown, plain } from './text.ts';
import { utc } from './time.ts';
import { userFacts } from './user-facts.ts';
import { canTryRest, turnedOff } from './user-next.ts';
import { userOutcome } from './user-outcome.ts';

export type UserOperationCardFacts = {
  operation: UserOperation;
  /** The reader may contain and release. */
  mayContain: boolean;
  /** Where the card stands. */
  conversation?: string | undefined;
  now: number;
};

const fill = cardTemplate(template);
const maxReason = 500;

/** Contain, release or a risk rating in any state: what was asked, what came of each write, what can be done now. */
export function userOperationCard(facts: UserOperationCardFacts): Card {
  const operation = asOf(facts.operation, facts.now);
  const { id, connection, target, reason } = operation;
  const upn = plain(target.label);
  const { style, word, heading } = userOutcome(operation, markdown(target.label));
  const view = {
    ...{ style, word, heading, upn },
    byline: byline(operation),
    tenant: plain(connection.name),
    facts: userFacts(operation),
    reasons: reason ? [{ text: plain(reason, maxReason) }] : [],
    notes: [...waitingNotes(operation, facts.conversation), ...notesOf(operation)].map((text) => ({ text })),
    details: operationDetails(operation),
    op: id,
    connectionId: connection.id,
    needsConsent: operation.result?.needsReconsent === true,
    user: target.id,
    ...actionsOf(operation, facts),
    entraUrl: entraUserUrl(connection, target.id),
  };
  const said = userOutcome(operation, upn).heading;
  return fill(view, { summary: `${said} (${word}) in ${view.tenant}. ${view.byline}.` });
}

function byline({ id, requestedBy, endedAt, begunAt, createdAt, state, verb, of }: UserOperation): string {
  const by = state === 'awaitingApproval' ? 'Asked for by' : 'By';
  const link = of === undefined ? '' : ` · ${verb === 'release' ? 'takes back' : 'tries again what failed of'} ${of}`;
  return `${by} ${actorName(requestedBy)} at ${utc(endedAt ?? begunAt ?? createdAt)} · reference ${id}${link}`;
}

function notesOf(operation: UserOperation): readonly string[] {
  const { state, steps, result, interrupted } = operation;
  if (state !== 'ended') return [];
  const fixes = steps.flatMap(({ status, refusal }) =>
    status === 'failed' && refusal ? [refusalWords(refusal).fix] : [],
  );
  return [
    ...(result?.refused === undefined ? [] : [markdown(result.refused)]),
    ...new Set(fixes),
    ...(result?.kind === 'containment' ? containmentNotes(operation) : []),
    ...(interrupted ? ['Bulwark was stopped while working on this; what stands here was read afterwards.'] : []),
  ];
}

function containmentNotes({ result, steps }: UserOperation): readonly string[] {
  if (result?.kind !== 'containment') return [];
  const partly = result.disabled !== result.sessionsRevoked;
  const missed = steps.some(({ status }) => status !== 'ok');
  return [
    partly && missed ? 'What already worked stays in place.' : '',
    result.synced ? 'Mastered on-premises: the next sync may turn the account on again. Disable it there too.' : '',
    result.guest ? "A guest: sessions in the guest's own tenant go on." : '',
    result.disabled
      ? 'Tokens already given out may live on: up to 15 minutes in Microsoft 365 apps, up to about 90 minutes elsewhere.'
      : '',
  ].filter(Boolean);
}

function actionsOf(operation: UserOperation, { mayContain, conversation }: UserOperationCardFacts) {
  const offered = {
    canDecide: isDecidedHere(operation, conversation),
    canTakeBack: isTakenBackHere(operation, conversation),
    canRetry: mayContain && canTryRest(operation),
    canRelease: mayContain && turnedOff(operation),
  };
  // A row of buttons begins with one that says what it does.
  return { ...offered, viewMode: Object.values(offered).some(Boolean) ? 'secondary' : 'primary' };
}

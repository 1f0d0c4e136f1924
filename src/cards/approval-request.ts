import type { Operation } from '../core/operations/operation.ts';
import { actorName } from './actor.ts';
import { markdown } from './text.ts';
import { utc } from './time.ts';

export type Fact = { title: string; value: string };

export function fact(title: string, value: string): Fact {
  return { title, value: markdown(value) };
}

/** Why it takes two people and until when it can be decided; afterwards who decided. */
export function approvalFacts({ state, approval, approvedBy, deniedBy, expiresAt }: Operation): readonly Fact[] {
  const waits = state === 'awaitingApproval';
  return [
    waits && approval ? fact('Why two', approval.why) : undefined,
    waits ? fact('Until', utc(expiresAt)) : undefined,
    approvedBy ? fact('Approver', actorName(approvedBy)) : undefined,
    deniedBy ? fact('Denied by', actorName(deniedBy)) : undefined,
  ].filter((one) => one !== undefined);
}

/** A request is decided in the conversation it was made to, and nowhere else. */
export function isDecidedHere({ state, approval }: Operation, conversation: string | undefined): boolean {
  return state === 'awaitingApproval' && approval?.conversation === conversation;
}

/** Who asked takes the request back where it was asked. */
export function isTakenBackHere({ state, via }: Operation, conversation: string | undefined): boolean {
  return state === 'awaitingApproval' && via.conversation === conversation;
}

/** What a request waits for; nothing for any other operation. */
export function waitingNotes(operation: Operation, conversation: string | undefined): readonly string[] {
  if (operation.state !== 'awaitingApproval') return [];
  return isDecidedHere(operation, conversation)
    ? ['Somebody else who may approve presses Approve or Deny here.']
    : ["Somebody else who may approve decides in the operators' conversation. This card then shows what came of it."];
}

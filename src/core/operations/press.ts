import { type Actor, actorId } from '../actors.ts';
import { refuse } from '../errors.ts';
import type { Journal, Via } from '../journal.ts';
import { findPolicy } from '../policies/allow-list.ts';
import { orApprovalRequest, type RequestPorts } from './approval-request.ts';
import type { Engine } from './engine.ts';
import { operationEntry } from './entries.ts';
import type { Operation, OperationDraft } from './operation.ts';
import { refusedEnding } from './refused.ts';
import { subjectOf } from './subjects.ts';
import { findPressed, type Pressing, recordWithdrawn, requirePressable } from './withdrawn.ts';

export type Press = { operation: Operation; outcome: Promise<Operation> };

export type PressPorts = RequestPorts & { journal: Journal; engine: Engine };

const shortestReason = 5;

/** The two writing buttons of a confirmation. The id stands for everything the preview stored. */
export type Presses = {
  /**
   * Checks the press, then starts the work; its outcome may come later than the presser wants to wait. Where a second
   * person has to approve, the outcome is the operation with its request.
   */
  execute(actor: Actor, via: Via, operationId: string, reason?: string): Promise<Press>;
  /** The operation that a press would run, for a card that asks once more. */
  look(actor: Actor, via: Via, operationId: string): Promise<Operation>;
  cancel(actor: Actor, via: Via, operationId: string): Promise<Operation>;
  /** Ends a press that was refused after its presser stopped waiting, so that the card can say why. */
  endRefused(operation: Operation, why: string): Promise<void>;
};

export function confirmationPresses(ports: PressPorts): Presses {
  const { store, engine } = ports;

  const bound = (actor: Actor, via: Via, id: string, verb: string) => findBound(ports, { actor, via, verb }, id);

  async function execute(actor: Actor, via: Via, operationId: string, reason?: string): Promise<Press> {
    const operation = await bound(actor, via, operationId, 'execute');
    if (operation.state === 'ended' || operation.state === 'awaitingApproval')
      return { operation, outcome: Promise.resolve(operation) };
    const pressing = { actor, via, verb: 'execute' };
    await requirePressable(ports, pressing, operation);
    const draft = reason ? { ...operation, reason } : operation;
    refuseUnreasoned(draft);
    const outcome = orApprovalRequest(ports, draft, engine.run({ draft, from: 'proposal', actor }));
    return { operation, outcome: recordWithdrawn(ports, pressing, outcome) };
  }

  async function look(actor: Actor, via: Via, operationId: string): Promise<Operation> {
    const operation = await bound(actor, via, operationId, 'look');
    await requirePressable(ports, { actor, via, verb: 'look' }, operation);
    return operation;
  }

  async function cancel(actor: Actor, via: Via, operationId: string): Promise<Operation> {
    const operation = await bound(actor, via, operationId, 'cancel');
    await store.cancel(actor.organization, operationId, operationEntry('cancelled', operation));
    return (await store.find(actor.organization, operationId)) ?? operation;
  }

  async function endRefused(operation: Operation, why: string): Promise<void> {
    const entry = operationEntry('outcome', operation, { refused: why });
    await store.settle({
      draft: operation,
      ...refusedEnding(operation, why),
      interrupted: false,
      entry,
      subjects: [subjectOf(operation)],
    });
  }

  return { execute, look, cancel, endRefused };
}

/** A confirmation belongs to one person in one conversation. */
async function findBound(ports: PressPorts, pressing: Pressing, operationId: string): Promise<Operation> {
  const operation = await findPressed(ports, pressing, operationId);
  const wrong = whyNotBound(operation, pressing.actor, pressing.via);
  if (!wrong) return operation;
  await ports.journal.deny({ ...pressing, why: wrong.why });
  return refuse('not_allowed', wrong.message);
}

export function whyNotBound(
  operation: Pick<Operation, 'requestedBy' | 'via'>,
  actor: Actor,
  via: Via,
): { why: string; message: string } | undefined {
  if (actorId(operation.requestedBy) !== actorId(actor)) {
    return {
      why: 'wrong_person',
      message: 'Only the person who opened this confirmation can press it. Open your own.',
    };
  }
  if (operation.via.conversation === via.conversation) return undefined;
  return {
    why: 'wrong_conversation',
    message: 'This confirmation belongs to another conversation. Open it here again.',
  };
}

/** An account is not switched off, and what many people will notice is not set, without a word on why. */
function refuseUnreasoned(draft: OperationDraft): void {
  const { reason = '' } = draft;
  if (!needsReason(draft) || reason.trim().length >= shortestReason) return;
  refuse('invalid_request', `Give a reason of at least ${shortestReason} characters.`);
}

export function needsReason({ verb, target }: Pick<OperationDraft, 'verb' | 'target'>): boolean {
  return verb === 'contain' || (verb === 'harden' && findPolicy(target.id)?.impact.level === 'high');
}

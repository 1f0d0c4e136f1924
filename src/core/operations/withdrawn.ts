import type { Actor } from '../actors.ts';
import { isRefusal, refuse } from '../errors.ts';
import { denyIfPossible, type Journal, type Via } from '../journal.ts';
import type { Operation, OperationDraft } from './operation.ts';
import type { OperationStore } from './operation-store.ts';

type Ports = { store: Pick<OperationStore, 'find'>; journal: Pick<Journal, 'deny'> };
export type Pressing = { actor: Actor; via: Via; verb: string };

/** What somebody names by its id. An id that names nothing was made up, which is recorded. */
export async function findPressed({ store, journal }: Ports, pressing: Pressing, id: string): Promise<Operation> {
  return (await store.find(pressing.actor.organization, id)) ?? turnAwayUnknown(journal, pressing);
}

export async function turnAwayUnknown(journal: Pick<Journal, 'deny'>, pressing: Pressing): Promise<never> {
  await denyIfPossible(journal, { ...pressing, why: 'unknown_operation' });
  return refuseUnknownOperation();
}

export function refuseUnknownOperation(): never {
  refuse('unknown_operation', 'There is no such operation. Check the reference (op_…).');
}

/** An undo of what wrote nothing, or whose before-state was not captured. */
export function refuseNothingToPutBack(): never {
  refuse('precondition_failed', 'This operation changed nothing that can be put back.');
}

/** Turns away, and records, who presses what can no longer be pressed. */
export async function requirePressable({ journal }: Ports, pressing: Pressing, operation: Operation): Promise<void> {
  if (whyWithdrawn(operation)) await denyIfPossible(journal, { ...pressing, why: operation.state });
  refuseWithdrawn(operation);
}

/** The same for a press that the store turned away: its clock knows before the state does. */
export async function recordWithdrawn<T>(
  { journal }: Pick<Ports, 'journal'>,
  pressing: Pressing,
  outcome: Promise<T>,
): Promise<T> {
  try {
    return await outcome;
  } catch (thrown) {
    const why = isRefusal(thrown) ? thrown.withdrawn : undefined;
    if (why) await denyIfPossible(journal, { ...pressing, why });
    throw thrown;
  }
}

/** What can no longer be pressed, because its time is over or somebody took it back. */
export function refuseWithdrawn(operation: Operation): void {
  const why = whyWithdrawn(operation);
  if (why) refuse('precondition_failed', why);
}

export function refuseExpired(draft: OperationDraft): never {
  refuse('precondition_failed', ranOut(draft), { withdrawn: 'expired' });
}

export function refuseCancelled(draft: OperationDraft): never {
  refuse('precondition_failed', wasCancelled(draft), { withdrawn: 'cancelled' });
}

function whyWithdrawn(operation: Operation): string | undefined {
  const { state } = operation;
  if (state === 'expired') return ranOut(operation);
  if (state === 'cancelled') return wasCancelled(operation);
  return state === 'denied' ? 'This request was denied. Nothing was changed.' : undefined;
}

function ranOut(draft: OperationDraft): string {
  return `This ${nameOf(draft)} ran out. Start again.`;
}

function wasCancelled(draft: OperationDraft): string {
  return `This ${nameOf(draft)} was cancelled. Start again.`;
}

function nameOf({ approval }: OperationDraft): string {
  return approval ? 'request' : 'confirmation';
}

import type { Actor } from '../actors.ts';
import { refuse } from '../errors.ts';
import { denyIfPossible, type Journal, type Via } from '../journal.ts';
import type { Operation } from './operation.ts';
import type { OperationStore } from './operation-store.ts';

type Ports = { store: Pick<OperationStore, 'find'>; journal: Pick<Journal, 'deny'> };
type Pressing = { actor: Actor; via: Via; verb: string };

/** What a button names by its id. An id that names nothing was made up, which is recorded. */
export async function findPressed({ store, journal }: Ports, pressing: Pressing, id: string): Promise<Operation> {
  const operation = await store.find(pressing.actor.organization, id);
  if (operation) return operation;
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

/** What can no longer be pressed, because its time is over or somebody took it back. */
export function refuseWithdrawn(operation: Operation): void {
  const why = whyWithdrawn(operation);
  if (why) refuse('precondition_failed', why);
}

function whyWithdrawn({ state, approval }: Operation): string | undefined {
  const what = approval ? 'request' : 'confirmation';
  if (state === 'expired') return `This ${what} ran out. Start again.`;
  if (state === 'cancelled') return `This ${what} was cancelled. Start again.`;
  return state === 'denied' ? 'This request was denied. Nothing was changed.' : undefined;
}

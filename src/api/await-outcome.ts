import { within } from '../core/deadline.ts';
import { refuse } from '../core/errors.ts';
import type { OperationDraftRun } from '../core/operations/drafts.ts';
import type { Operation } from '../core/operations/operation.ts';
import type { OperationStore } from '../core/operations/operation-store.ts';
import type { Runtime } from '../core/runtime.ts';

export type OutcomePorts = { store: OperationStore; runtime: Runtime; restDeadlineMs: number };

/** The outcome, or at the deadline what is known of the running operation. */
export async function awaitOutcome(ports: OutcomePorts, { draft, outcome }: OperationDraftRun): Promise<Operation> {
  const ended = await within(ports.runtime, ports.restDeadlineMs, outcome);
  if (ended) return ended;
  const begun = await ports.store.find(draft.organization, draft.id);
  return begun ?? refuse('in_progress', 'The same change is still under way. Ask again in a minute.');
}

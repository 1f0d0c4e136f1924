import type { Gate } from '../access.ts';
import type { Connection } from '../connections.ts';
import type { GraphDocument } from '../policies/compare.ts';
import type { OperationDraft, OperationResult, Step, Verb } from './operation.ts';

export type Ending = { steps: readonly Step[]; result: OperationResult };

/** Either the before-state to capture, or why nothing is to be written. */
export type Preparation = { write: true; before: GraphDocument } | ({ write: false } & Ending);

/**
 * How long to look for the effect of a write: `usual` right after it, while Graph replicates; `final` once no
 * write of ours can still be under way, so that an old value means it did not happen.
 */
export type Patience = 'usual' | 'final';

/** What one verb adds to the engine: everything between taking the lock and the durable outcome. */
export type Work = {
  /** What it takes to ask for it: one gate, or one per kind of target. */
  gate: Gate | ((draft: OperationDraft) => Gate);
  /** What a second one on the same target does: join the first, or wait until it has ended. */
  contend?: 'join' | 'queue';
  /** Gathers once what is stored, so that from the intent on only Microsoft Graph is needed. */
  plan(draft: OperationDraft): Promise<PlannedWork>;
};

export type PlannedWork = {
  /** Reads afresh and applies the guards; a refusal ends the operation before anything is written. */
  prepare(connection: Connection): Promise<Preparation>;
  /** Sends the writes, each on its own. */
  act(connection: Connection, before: GraphDocument): Promise<readonly Step[]>;
  /** Settles by re-reading what the writes did. Without a connection nobody can look any more. */
  check(
    connection: Connection | undefined,
    before: GraphDocument,
    steps: readonly Step[],
    patience: Patience,
  ): Promise<Ending>;
};

export type Works = Record<Verb, Work>;

export function gateOf(works: Works, draft: OperationDraft): Gate {
  const { gate } = works[draft.verb];
  return typeof gate === 'function' ? gate(draft) : gate;
}

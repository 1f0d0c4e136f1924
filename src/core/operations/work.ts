import type { Gate } from '../access.ts';
import type { Connection } from '../connections.ts';
import type { GraphDocument } from '../policies/compare.ts';
import type { OperationDraft, OperationResult, Step, Verb } from './operation.ts';

export type Ending = { steps: readonly Step[]; result: OperationResult };

/**
 * Either the before-state to capture, or why nothing is to be written. `approval`: why this takes a second person,
 * in a sentence.
 */
export type Preparation = { write: true; before: GraphDocument; approval?: string } | ({ write: false } & Ending);

/** Takes a further lease in the target tenant; refuses when another operation has it. */
export type Hold = (name: string) => Promise<void>;

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
  /** Whether so many of them in a short time take a second person. */
  capped?: boolean;
  /** Gathers once what is stored, so that from the intent on only Microsoft Graph is needed. */
  plan(draft: OperationDraft): Promise<PlannedWork>;
};

export type PlannedWork = {
  /** Reads afresh and applies the guards; a refusal ends the operation before anything is written. */
  prepare(connection: Connection, hold: Hold): Promise<Preparation>;
  /** Names of the writes, as its steps call them; `write` alone unless told otherwise. */
  writes?: readonly string[];
  /** Whether writes that a stop of the process prevented are sent after all, while the intent is fresh. */
  resumes?: boolean;
  /** Sends the writes, each on its own; `only` those, when it resumes. */
  act(connection: Connection, before: GraphDocument, only?: readonly string[]): Promise<readonly Step[]>;
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
  return gateFor(works[draft.verb], draft);
}

export function gateFor({ gate }: Work, draft: OperationDraft): Gate {
  return typeof gate === 'function' ? gate(draft) : gate;
}

import type { Actor } from '../actors.ts';
import type { Connection } from '../connections.ts';
import type { Via } from '../journal.ts';
import type { Runtime } from '../runtime.ts';
import type { Operation, OperationDraft, OperationInput, Target, Verb } from './operation.ts';

/** Who asks, from where, and through which connection. */
export type Asking = { actor: Actor; via: Via; connection: Connection; reason?: string; input?: OperationInput };

/** The id is known before the outcome is, so that a caller who stops waiting can ask for it. */
export type OperationDraftRun = { draft: OperationDraft; outcome: Promise<Operation> };

export function draftOperation(
  runtime: Runtime,
  verb: Verb,
  target: Target,
  asking: Asking,
  of?: string,
): OperationDraft {
  const { actor, via, connection, reason, input } = asking;
  const { id, tenantId, name } = connection;
  return {
    id: `op_${runtime.newId()}`,
    organization: actor.organization,
    verb,
    connection: { id, tenantId, name },
    target,
    requestedBy: actor,
    via,
    ...(reason === undefined ? {} : { reason }),
    ...(of === undefined ? {} : { of }),
    ...(input === undefined ? {} : { input }),
  };
}

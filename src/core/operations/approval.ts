import { type Authorize, gates } from '../access.ts';
import { actorId, type Person } from '../actors.ts';
import { refuse } from '../errors.ts';
import type { Journal, Via } from '../journal.ts';
import type { Engine } from './engine.ts';
import { operationEntry } from './entries.ts';
import type { Operation } from './operation.ts';
import type { OperationStore } from './operation-store.ts';
import type { Press } from './press.ts';
import { subjectsOf } from './subjects.ts';
import { findPressed, recordWithdrawn, requirePressable } from './withdrawn.ts';

export type ApprovalPorts = { authorize: Authorize; store: OperationStore; journal: Journal; engine: Engine };

/** The two buttons of a request for approval. */
export type Approvals = {
  /** Consumes the request and runs the operation as it was asked for. */
  approve(actor: Person, via: Via, operationId: string): Promise<Press>;
  deny(actor: Person, via: Via, operationId: string): Promise<Operation>;
};

export function approvalPresses(ports: ApprovalPorts): Approvals {
  const { authorize, store, journal, engine } = ports;

  async function decidable(actor: Person, via: Via, operationId: string): Promise<Operation> {
    const operation = await findPressed(ports, { actor, via, verb: gates.approve.verb }, operationId);
    const wrong = whyNotTheirs(operation, actor, via);
    // Whoever asked is told that: no role would let them decide.
    if (wrong?.why !== 'own_request') await authorize(actor, gates.approve, via, operation.connection.id);
    if (!wrong) return operation;
    await journal.deny({ actor, via, verb: gates.approve.verb, why: wrong.why });
    return refuse('not_allowed', wrong.message);
  }

  async function approve(actor: Person, via: Via, operationId: string): Promise<Press> {
    const operation = await decidable(actor, via, operationId);
    if (operation.state === 'ended') return { operation, outcome: Promise.resolve(operation) };
    const pressing = { actor, via, verb: gates.approve.verb };
    await requirePressable(ports, pressing, operation);
    const draft = { ...operation, approvedBy: actor };
    const outcome = engine.run({ draft, from: 'approval', actor: operation.requestedBy });
    return { operation, outcome: recordWithdrawn(ports, pressing, outcome) };
  }

  async function deny(actor: Person, via: Via, operationId: string): Promise<Operation> {
    const operation = await decidable(actor, via, operationId);
    const entry = { ...operationEntry('approvalDenied', operation), actor, via };
    const { organization, id } = operation;
    const denied = await store.deny({ organization, id, by: actor, entry, subjects: subjectsOf(operation) });
    return denied ?? (await store.find(organization, id)) ?? operation;
  }

  return { approve, deny };
}

function whyNotTheirs(operation: Operation, actor: Person, via: Via): { why: string; message: string } | undefined {
  const { approval, requestedBy } = operation;
  if (!approval) return { why: 'no_request', message: 'This does not wait for an approval. Ask for a fresh card.' };
  if (approval.conversation !== via.conversation) {
    return { why: 'wrong_conversation', message: 'This request stands in another conversation. Decide on it there.' };
  }
  if (actorId(requestedBy) === actorId(actor)) {
    return { why: 'own_request', message: 'You asked for this yourself, so somebody else must approve or deny it.' };
  }
  if (requestedBy.kind === 'person' && requestedBy.tenantId !== actor.tenantId) {
    return { why: 'wrong_tenant', message: 'Somebody of the organization that asked must approve or deny it.' };
  }
  return isTarget(operation, actor)
    ? { why: 'own_account', message: 'This is about your own account, so somebody else must approve or deny it.' }
    : undefined;
}

function isTarget({ target, connection }: Operation, { oid, tenantId }: Person): boolean {
  return target.kind === 'user' && target.id === oid && connection.tenantId === tenantId;
}

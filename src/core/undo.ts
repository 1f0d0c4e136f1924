import { type Access, type Authorize, boundTo, type Gate, gates } from './access.ts';
import type { Actor } from './actors.ts';
import { type Connection, type Connections, requireConnection } from './connections.ts';
import type { Release, ReleasePreview } from './containment/release.ts';
import type { UserQuestion } from './containment/user-draft.ts';
import { refuse } from './errors.ts';
import type { Journal, Via } from './journal.ts';
import { draftOperation, type OperationDraftRun } from './operations/drafts.ts';
import type { Engine } from './operations/engine.ts';
import { operationEntry } from './operations/entries.ts';
import {
  isOnTokenPolicy,
  isOnUser,
  type Operation,
  type OperationDraft,
  type TokenPolicyOperation,
} from './operations/operation.ts';
import type { OperationStore } from './operations/operation-store.ts';
import { findPressed, refuseNothingToPutBack, turnAwayUnknown } from './operations/withdrawn.ts';
import { gateFor, type Work } from './operations/work.ts';
import type { PolicyEntry, PolicyValue } from './policies/entry.ts';
import type { PolicyPort } from './policies/policy-port.ts';
import { isPolicyUndoable, planPolicyUndo } from './policies/policy-undo.ts';
import { requireJudged } from './policies/policy-work.ts';
import type { Runtime } from './runtime.ts';
import { isTokenPolicyUndoable, undoTarget } from './token-policies/works.ts';
import { requireRead } from './unread.ts';

export type UndoPorts = {
  access: Access;
  authorize: Authorize;
  connections: Connections;
  policies: PolicyPort;
  store: OperationStore;
  journal: Pick<Journal, 'deny'>;
  engine: Engine;
  runtime: Runtime;
  confirmTtlMs: number;
  /** Undoing a containment is releasing the account. */
  release: Release;
};

/** What a confirmation shows. `operation` is absent when the setting already has its earlier value. */
export type UndoPreview = {
  policy: PolicyEntry;
  connection: Connection;
  original: Operation;
  from: PolicyValue;
  to: PolicyValue;
  operation?: Operation;
};

/** The same for a token policy or one of its assignments: whether it is still to be done shows when it is done. */
export type TokenPolicyUndoPreview = { connection: Connection; original: TokenPolicyOperation; operation: Operation };

export type Undo = {
  preview(actor: Actor, via: Via, operationId: string): Promise<UndoPreview | TokenPolicyUndoPreview | ReleasePreview>;
  now(actor: Actor, via: Via, operationId: string): Promise<OperationDraftRun>;
};

export function undoVerbs(ports: UndoPorts): Undo {
  async function draft(actor: Actor, via: Via, operationId: string) {
    const original = await findOwn(ports, actor, via, operationId);
    await ports.authorize(actor, gateOf(original), via, original.connection.id);
    if (isOnUser(original)) refuse('precondition_failed', 'Write "release <user>" to turn an account on again.');
    const connection = await requireConnection(ports.connections, actor, original.connection.id);
    const target = undoTarget(requireUndoable(original));
    const drafted = draftOperation(ports.runtime, 'undo', target, { actor, via, connection }, original.id);
    const { plan } = original;
    return { original, connection, drafted: plan === undefined ? drafted : { ...drafted, plan } };
  }

  async function preview(actor: Actor, via: Via, operationId: string) {
    const contained = await findContained(ports, actor, via, operationId);
    if (contained) return ports.release.preview(actor, via, contained);
    const { original, connection, drafted } = await draft(actor, via, operationId);
    if (isOnTokenPolicy(original)) return { connection, original, operation: await propose(drafted) };
    const plan = planPolicyUndo(ports.policies, original);
    const document = requireRead(await ports.policies.read(connection, plan.entry), connection);
    const from = requireJudged(plan.entry, document).value;
    const seen = { policy: plan.entry, connection, original, from, to: plan.to };
    if (plan.reached(document)) return seen;
    await plan.guard(connection, document);
    return { ...seen, operation: await propose(drafted) };
  }

  function propose(drafted: OperationDraft): Promise<Operation> {
    return ports.store.propose(drafted, ports.confirmTtlMs, operationEntry('proposed', drafted));
  }

  async function now(actor: Actor, via: Via, operationId: string): Promise<OperationDraftRun> {
    const contained = await findContained(ports, actor, via, operationId);
    if (contained) return ports.release.now(actor, via, contained);
    const { drafted } = await draft(actor, via, operationId);
    return { draft: drafted, outcome: ports.engine.run({ draft: drafted, from: 'nothing', actor }) };
  }

  return { preview, now };
}

function gateOf({ target }: Operation): Gate {
  const kinds = { policy: gates.harden, tokenPolicy: gates.writeTokenPolicies, user: gates.release };
  return kinds[target.kind];
}

/** One verb, done in the way of what it puts back. */
export function undoWork(kinds: { policy: Work; tokenPolicy: Work }): Work {
  const workFor = (draft: OperationDraft) => kinds[draft.target.kind === 'tokenPolicy' ? 'tokenPolicy' : 'policy'];
  return { gate: (draft) => gateFor(workFor(draft), draft), plan: (draft) => workFor(draft).plan(draft) };
}

/** An operation can be undone when it wrote, or may have written, and what was there before was captured. */
export function isUndoable(operation: Operation): boolean {
  return isOnTokenPolicy(operation) ? isTokenPolicyUndoable(operation) : isPolicyUndoable(operation);
}

function requireUndoable(original: Operation): Operation {
  return isUndoable(original) ? original : refuseNothingToPutBack();
}

/** The account to release, when the operation contained one. */
async function findContained(ports: UndoPorts, actor: Actor, via: Via, id: string): Promise<UserQuestion | undefined> {
  const { verb, target, connection } = await findOwn(ports, actor, via, id);
  return verb === 'contain' ? { user: target.id, connectionId: connection.id } : undefined;
}

/** What was done through a connection that a key was not made for is not there for it. */
async function findOwn(ports: UndoPorts, actor: Actor, via: Via, id: string): Promise<Operation> {
  const asking = { actor, via, verb: 'undo' };
  const original = await findPressed(ports, asking, id);
  const bound = await boundTo(ports.access, actor);
  return (bound?.includes(original.connection.id) ?? true) ? original : turnAwayUnknown(ports.journal, asking);
}

import { type Authorize, gates } from './access.ts';
import type { Actor } from './actors.ts';
import { type Connection, type Connections, requireConnection } from './connections.ts';
import { refuse } from './errors.ts';
import type { OperationDraftRun } from './harden.ts';
import { requirePolicy } from './harden.ts';
import type { Via } from './journal.ts';
import { draftOperation } from './operations/drafts.ts';
import type { Engine } from './operations/engine.ts';
import { operationEntry } from './operations/entries.ts';
import { isOnPolicy, type Operation, type OperationDraft } from './operations/operation.ts';
import type { OperationStore } from './operations/operation-store.ts';
import { refuseUnknownOperation } from './operations/press.ts';
import type { Work } from './operations/work.ts';
import { inWords, sameValue } from './policies/compare.ts';
import type { PolicyEntry, PolicyValue } from './policies/entry.ts';
import type { PolicyPort } from './policies/policy-port.ts';
import { type PolicyPlan, policyWork, refuseUnread, requireValue } from './policies/policy-work.ts';
import type { Runtime } from './runtime.ts';

export type UndoPorts = {
  authorize: Authorize;
  connections: Connections;
  policies: PolicyPort;
  store: OperationStore;
  engine: Engine;
  runtime: Runtime;
  confirmTtlMs: number;
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

export type Undo = {
  preview(actor: Actor, via: Via, operationId: string): Promise<UndoPreview>;
  now(actor: Actor, via: Via, operationId: string): Promise<OperationDraftRun>;
};

export function undoVerbs(ports: UndoPorts): Undo {
  async function draft(actor: Actor, via: Via, operationId: string) {
    const original = await findOriginal(ports.store, actor.organization, operationId);
    await ports.authorize(actor, gates.harden, via, original.connection.id);
    const connection = await requireConnection(ports.connections, actor, original.connection.id);
    const drafted = draftOperation(ports.runtime, 'undo', original.target, { actor, via, connection }, original.id);
    return { original, connection, drafted };
  }

  async function preview(actor: Actor, via: Via, operationId: string): Promise<UndoPreview> {
    const { original, connection, drafted } = await draft(actor, via, operationId);
    const plan = planUndo(original);
    const reading = await ports.policies.read(connection, plan.entry);
    if (reading.status !== 'ok') return refuseUnread(reading.refusal);
    const from = requireValue(plan.entry, reading.value);
    const seen = { policy: plan.entry, connection, original, from, to: plan.to };
    if (plan.reached(from)) return seen;
    await plan.guard(connection, from);
    const operation = await ports.store.propose(drafted, ports.confirmTtlMs, operationEntry('proposed', drafted));
    return { ...seen, operation };
  }

  async function now(actor: Actor, via: Via, operationId: string): Promise<OperationDraftRun> {
    const { original, drafted } = await draft(actor, via, operationId);
    planUndo(original);
    return { draft: drafted, outcome: ports.engine.run({ draft: drafted, from: 'nothing', actor }) };
  }

  return { preview, now };
}

export function undoWork(policies: PolicyPort, store: OperationStore, runtime: Runtime): Work {
  return policyWork(gates.harden, policies, runtime, async (draft: OperationDraft) =>
    planUndo(await findOriginal(store, draft.organization, draft.of ?? '')),
  );
}

/** An operation can be undone when it wrote, or may have written, and its earlier value was captured. */
export function isUndoable(operation: Operation): boolean {
  return (
    operation.verb === 'harden' &&
    operation.state === 'ended' &&
    operation.before !== undefined &&
    (operation.result?.applied === true ||
      operation.steps.some(({ name, status }) => name === 'write' && status === 'unknown'))
  );
}

async function findOriginal(store: OperationStore, organization: string, id: string): Promise<Operation> {
  return (await store.find(organization, id)) ?? refuseUnknownOperation();
}

function planUndo(original: Operation): PolicyPlan {
  if (!isOnPolicy(original) || !isUndoable(original) || !original.before || !original.result) {
    return refuse('precondition_failed', 'This operation changed nothing that can be put back.');
  }
  const entry = requirePolicy(original.target.id);
  const to = requireValue(entry, original.before);
  const wrote = original.result.to;
  return {
    entry,
    change: { kind: 'restore', captured: original.before },
    to,
    reached: (value) => sameValue(value, to),
    guard: async (_connection, current) => refuseChangedSince(entry, current, wrote),
  };
}

/** The third way of the three-way check: neither what Bulwark wrote nor what was there before. */
function refuseChangedSince(entry: PolicyEntry, current: PolicyValue, wrote: PolicyValue): void {
  if (sameValue(current, wrote)) return;
  const now = inWords(entry, current);
  refuse(
    'precondition_failed',
    `It was changed again after Bulwark set it: it now reads ${now}. Nothing was done. To change it, do so in Entra.`,
  );
}

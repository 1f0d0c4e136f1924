import { type Authorize, gates } from './access.ts';
import type { Actor } from './actors.ts';
import { type Connection, type Connections, requireConnection } from './connections.ts';
import { refuse } from './errors.ts';
import type { Via } from './journal.ts';
import { nearest } from './nearest.ts';
import { type Asking, draftOperation } from './operations/drafts.ts';
import type { Engine } from './operations/engine.ts';
import { operationEntry } from './operations/entries.ts';
import type { Operation, OperationDraft, Target } from './operations/operation.ts';
import type { OperationStore } from './operations/operation-store.ts';
import type { Work } from './operations/work.ts';
import { allowList, findPolicy } from './policies/allow-list.ts';
import { isSecure } from './policies/compare.ts';
import type { PolicyEntry, PolicyValue } from './policies/entry.ts';
import type { PolicyPort } from './policies/policy-port.ts';
import { type PolicyPlan, policyWork, refuseUnread, requireValue } from './policies/policy-work.ts';
import type { Runtime } from './runtime.ts';

export type HardenPorts = {
  authorize: Authorize;
  connections: Connections;
  policies: PolicyPort;
  store: OperationStore;
  engine: Engine;
  runtime: Runtime;
  confirmTtlMs: number;
};

/** What a confirmation shows. `operation` is absent when the setting is already as strict as it should be. */
export type HardenPreview = { policy: PolicyEntry; connection: Connection; from: PolicyValue; operation?: Operation };

export type Harden = {
  preview(actor: Actor, via: Via, policyKey: string, connectionId?: string): Promise<HardenPreview>;
  /** One call from request to durable outcome: the confirmation is the call itself. */
  now(actor: Actor, via: Via, policyKey: string, connectionId?: string): Promise<OperationDraftRun>;
};

/** The id is known before the outcome is, so that a caller who stops waiting can ask for it. */
export type OperationDraftRun = { draft: OperationDraft; outcome: Promise<Operation> };

export function hardenVerbs(ports: HardenPorts): Harden {
  async function draft(actor: Actor, via: Via, policyKey: string, connectionId?: string) {
    const policy = requirePolicy(policyKey);
    await ports.authorize(actor, gates.harden, via, connectionId);
    const connection = await requireConnection(ports.connections, actor, connectionId);
    return { policy, connection, drafted: draftHarden(ports.runtime, policy, { actor, via, connection }) };
  }

  async function preview(actor: Actor, via: Via, policyKey: string, connectionId?: string): Promise<HardenPreview> {
    const { policy, connection, drafted } = await draft(actor, via, policyKey, connectionId);
    const reading = await ports.policies.read(connection, policy);
    if (reading.status !== 'ok') return refuseUnread(reading.refusal, connection);
    const from = requireValue(policy, reading.value);
    if (isSecure(policy, from)) return { policy, connection, from };
    await guardPrecondition(ports.policies, policy, connection);
    const operation = await ports.store.propose(drafted, ports.confirmTtlMs, operationEntry('proposed', drafted));
    return { policy, connection, from, operation };
  }

  async function now(actor: Actor, via: Via, policyKey: string, connectionId?: string): Promise<OperationDraftRun> {
    const { drafted } = await draft(actor, via, policyKey, connectionId);
    return { draft: drafted, outcome: ports.engine.run({ draft: drafted, from: 'nothing', actor }) };
  }

  return { preview, now };
}

export function hardenWork(policies: PolicyPort, runtime: Runtime): Work {
  return policyWork(gates.harden, policies, runtime, async ({ target }) =>
    planHarden(policies, requirePolicy(target.id)),
  );
}

function planHarden(policies: PolicyPort, entry: PolicyEntry): PolicyPlan {
  return {
    entry,
    change: { kind: 'secure' },
    to: entry.secure,
    reached: (value) => isSecure(entry, value),
    guard: (connection) => guardPrecondition(policies, entry, connection),
  };
}

function draftHarden(runtime: Runtime, policy: PolicyEntry, asking: Asking): OperationDraft {
  return draftOperation(runtime, 'harden', policyTarget(policy), asking);
}

export function policyTarget({ key, title }: PolicyEntry): Target {
  return { kind: 'policy', id: key, label: title };
}

export function requirePolicy(key: string): PolicyEntry {
  return findPolicy(key) ?? refuse('unknown_policy', `There is no policy with that key. ${hint(key)}`);
}

function hint(key: string): string {
  const near = nearest(
    key,
    allowList.map((policy) => policy.key),
  );
  return near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'The posture lists the policies there are.';
}

/** Security defaults and Conditional Access exclude each other; what cannot be read is not taken for absent. */
async function guardPrecondition(policies: PolicyPort, entry: PolicyEntry, connection: Connection): Promise<void> {
  if (entry.precondition !== 'noEnabledConditionalAccess') return;
  const reading = await policies.readConditionalAccess(connection);
  if (reading.status !== 'ok') {
    refuse(
      'precondition_failed',
      `${entry.title} replaces Conditional Access, and Conditional Access could not be read. Nothing was changed. Try again when it can be read.`,
      { graph: reading.refusal, connectionId: connection.id },
    );
  }
  const { enabled } = reading.value;
  if (enabled === 0) return;
  const those = enabled === 1 ? '1 Conditional Access policy is' : `${enabled} Conditional Access policies are`;
  refuse(
    'precondition_failed',
    `${those} on in this tenant, and Microsoft does not allow security defaults beside Conditional Access. Nothing was changed: keep Conditional Access, or turn its policies off first.`,
  );
}

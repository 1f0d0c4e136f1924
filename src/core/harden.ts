import { type Authorize, gates } from './access.ts';
import type { Actor } from './actors.ts';
import { type Connection, type Connections, requireConnection } from './connections.ts';
import type { Reading } from './graph-answers.ts';
import { changeOf, guardPreconditions } from './harden-work.ts';
import type { Via } from './journal.ts';
import { type Asking, draftOperation, type OperationDraftRun } from './operations/drafts.ts';
import type { Engine } from './operations/engine.ts';
import { operationEntry } from './operations/entries.ts';
import type { Operation, OperationDraft } from './operations/operation.ts';
import type { OperationStore } from './operations/operation-store.ts';
import type { PolicyEntry, PolicyValue } from './policies/entry.ts';
import { type RawInput, readInput } from './policies/guided.ts';
import type { GuidedField } from './policies/guided-fields.ts';
import type { OnlyMethod, PolicyPort } from './policies/policy-port.ts';
import { requireJudged, requireWritable } from './policies/policy-work.ts';
import { policyTarget, requirePolicy } from './policies/require-policy.ts';
import { resolveReviewers } from './policies/reviewers.ts';
import { targetOf } from './policies/wanted.ts';
import type { Runtime } from './runtime.ts';
import { dayOf } from './time.ts';
import { requireRead } from './unread.ts';
import type { UserPort } from './users/user-port.ts';

export type HardenPorts = {
  authorize: Authorize;
  connections: Connections;
  policies: PolicyPort;
  users: Pick<UserPort, 'find'>;
  store: OperationStore;
  engine: Engine;
  runtime: Runtime;
  confirmTtlMs: number;
};

/**
 * What a confirmation shows. Without `operation` the setting is already as strict as it should be, unless `asks` says
 * what a person has to answer first.
 */
export type HardenPreview = {
  policy: PolicyEntry;
  connection: Connection;
  from: PolicyValue;
  to: PolicyValue;
  asks?: readonly GuidedField[];
  /** Who has no other sign-in method; absent where there is nothing to count. */
  affected?: Reading<OnlyMethod>;
  operation?: Operation;
};

/** `raw`: the answers to what a guided setting asks, as they were given. */
export type Harden = {
  preview(actor: Actor, via: Via, policyKey: string, connectionId?: string, raw?: RawInput): Promise<HardenPreview>;
  /** One call from request to durable outcome: the confirmation is the call itself. */
  now(actor: Actor, via: Via, policyKey: string, connectionId?: string, raw?: RawInput): Promise<OperationDraftRun>;
};

export function hardenVerbs(ports: HardenPorts): Harden {
  const { policies, runtime } = ports;

  async function open(actor: Actor, via: Via, policyKey: string, connectionId?: string) {
    const policy = requirePolicy(policyKey);
    await ports.authorize(actor, gates.harden, via, connectionId);
    return { policy, connection: await requireConnection(ports.connections, actor, connectionId) };
  }

  async function answers(policy: PolicyEntry, connection: Connection, raw: RawInput | undefined) {
    const input = readInput(policy, raw, dayOf(runtime.now()));
    return input && resolveReviewers(ports.users, connection, input);
  }

  const preview: Harden['preview'] = async (actor, via, policyKey, connectionId, raw) => {
    const { policy, connection } = await open(actor, via, policyKey, connectionId);
    const document = requireRead(await policies.read(connection, policy), connection);
    const { value: from, secure } = requireJudged(policy, document);
    const seen = { policy, connection, from, to: policy.secure };
    if (secure) return seen;
    requireWritable(policy, document);
    await guardPreconditions(policies, policy, connection);
    if (policy.guided && raw === undefined) return { ...seen, asks: policy.guided.fields };
    const input = await answers(policy, connection, raw);
    const drafted = draftHarden(runtime, policy, { actor, via, connection, ...(input && { input }) });
    const affected = await countAffected(policies, policy, connection);
    const operation = await ports.store.propose(drafted, ports.confirmTtlMs, operationEntry('proposed', drafted));
    return { ...seen, to: targetOf(policy, changeOf(input)), ...affected, operation };
  };

  const now: Harden['now'] = async (actor, via, policyKey, connectionId, raw) => {
    const { policy, connection } = await open(actor, via, policyKey, connectionId);
    const input = await answers(policy, connection, raw);
    const drafted = draftHarden(runtime, policy, { actor, via, connection, ...(input && { input }) });
    return { draft: drafted, outcome: ports.engine.run({ draft: drafted, from: 'nothing', actor }) };
  };

  return { preview, now };
}

async function countAffected(policies: PolicyPort, { impact }: PolicyEntry, connection: Connection) {
  if (!impact.onlyMethod) return {};
  return { affected: await policies.countOnlyMethod(connection, impact.onlyMethod) };
}

function draftHarden(runtime: Runtime, policy: PolicyEntry, asking: Asking): OperationDraft {
  return draftOperation(runtime, 'harden', policyTarget(policy), asking);
}

import { gates } from './access.ts';
import type { Connection } from './connections.ts';
import { refuse } from './errors.ts';
import type { Work } from './operations/work.ts';
import type { PolicyEntry } from './policies/entry.ts';
import type { GuidedInput } from './policies/guided-fields.ts';
import { isReached } from './policies/judge.ts';
import type { PolicyChange, PolicyPort } from './policies/policy-port.ts';
import { type PolicyPlan, policyWork } from './policies/policy-work.ts';
import { obstacleTo } from './policies/preconditions.ts';
import { requirePolicy } from './policies/require-policy.ts';
import { targetOf } from './policies/wanted.ts';
import type { Runtime } from './runtime.ts';

export function hardenWork(policies: PolicyPort, runtime: Runtime): Work {
  return policyWork(gates.harden, policies, runtime, async ({ target, input }) =>
    planHarden(policies, requirePolicy(target.id), changeOf(input as GuidedInput | undefined)),
  );
}

/** What was asked for, as it is written. */
export function changeOf(input: GuidedInput | undefined): Exclude<PolicyChange, { kind: 'restore' }> {
  return input ? { kind: 'guided', input } : { kind: 'secure' };
}

function planHarden(policies: PolicyPort, entry: PolicyEntry, change: ReturnType<typeof changeOf>): PolicyPlan {
  return {
    entry,
    change,
    to: targetOf(entry, change),
    reached: (document, id) => isReached(entry, document, id),
    guard: (connection) => guardPreconditions(policies, entry, connection),
  };
}

export async function guardPreconditions(
  policies: PolicyPort,
  entry: PolicyEntry,
  connection: Connection,
): Promise<void> {
  const obstacle = await obstacleTo(policies, entry, connection);
  if (!obstacle) return;
  const { why, refusal } = obstacle;
  refuse('precondition_failed', why, refusal && { graph: refusal, connectionId: connection.id });
}

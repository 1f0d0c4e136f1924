import type { Person } from '../actors.ts';
import type { Connection } from '../connections.ts';
import type { Via } from '../journal.ts';
import type { PolicyEntry } from '../policies/entry.ts';
import type { PolicyPort } from '../policies/policy-port.ts';
import { obstacleTo } from '../policies/preconditions.ts';
import { isOpen, type ReadPosture } from '../posture.ts';
import { worstFirst } from '../posture-order.ts';
import type { Runtime } from '../runtime.ts';
import type { NewPlan } from './plan.ts';

export type DraftPorts = { policies: PolicyPort; readPosture: ReadPosture; runtime: Runtime };

/** Every open setting, worst first: part of the plan, or left out and why. */
export async function draftPlan(ports: DraftPorts, person: Person, via: Via, connection: Connection): Promise<NewPlan> {
  const { id, tenantId, name, organization } = connection;
  const posture = await ports.readPosture(person, via, { connectionId: id, fresh: true });
  const open = worstFirst(posture?.rows ?? []).filter(isOpen);
  const judged = await Promise.all(
    open.map(async ({ policy }) => ({ policy, why: await whyNot(ports, policy, connection) })),
  );
  return {
    id: `plan_${ports.runtime.newId()}`,
    organization,
    connection: { id, tenantId, name },
    requestedBy: person,
    via,
    items: judged
      .filter(({ why }) => why === undefined)
      .map(({ policy }) => ({ policyKey: policy.key, operationId: `op_${ports.runtime.newId()}`, chosen: true })),
    leftOut: judged.flatMap(({ policy, why }) => (why === undefined ? [] : [{ policyKey: policy.key, why }])),
  };
}

/** Why a setting is not one of many: it asks something, or many people will notice it, or it would be wrong now. */
async function whyNot(
  { policies }: DraftPorts,
  policy: PolicyEntry,
  connection: Connection,
): Promise<string | undefined> {
  if (policy.guided) return 'What asks for your input is hardened by itself.';
  if (policy.impact.level === 'high') return 'What has a high impact is hardened by itself.';
  return (await obstacleTo(policies, policy, connection))?.why;
}

import type { Connection } from '../connections.ts';
import type { Reading } from '../graph-answers.ts';
import { refuseAssignedAlready, refuseSecond, refuseUnknownResource } from './refusals.ts';
import type { HolderRef, TokenPolicy } from './token-policy.ts';
import type { TokenPolicyPort } from './token-policy-port.ts';
import { read, type Seen, stepOf, type TokenPolicyPlan, whenRead } from './token-policy-work.ts';

/** The policies that were assigned, by id. */
export type BeforeAssignment = { policy: TokenPolicy; assigned: readonly string[] };

type Link = { policyId: string; holder: HolderRef; undoing: boolean };

/** Undoing finds nothing to do where it would otherwise be a mistake to ask. */
export function planAssignment(port: TokenPolicyPort, link: Link): TokenPolicyPlan {
  const { policyId, holder, undoing } = link;
  return {
    capture: async (connection) =>
      whenRead(await linkNow(port, connection, link), ({ policy, assigned }) => {
        const linked = assigned.some(({ id }) => id === policyId);
        if (linked && !undoing) refuseAssignedAlready();
        if (linked) return read({ already: { reached: true, policy } });
        if (undoing && assigned.some(({ type }) => type === policy.type)) refuseSecond();
        return read({ before: beforeOf(policy, assigned) });
      }),
    write: async (connection, before) => [
      stepOf('write', await port.assign(connection, holder, (before as BeforeAssignment).policy)),
    ],
    look: (connection, before) => lookFor(port, connection, link, before as BeforeAssignment, true),
  };
}

export function planUnassignment(port: TokenPolicyPort, link: Link): TokenPolicyPlan {
  const { policyId, holder, undoing } = link;
  return {
    capture: async (connection) =>
      whenRead(await linkNow(port, connection, link), ({ policy, assigned }) => {
        const linked = assigned.some(({ id }) => id === policyId);
        if (linked) return read({ before: beforeOf(policy, assigned) });
        return undoing ? read({ already: { reached: true, policy } }) : refuseUnknownResource(policyId);
      }),
    write: async (connection, before) => [
      stepOf('write', await port.unassign(connection, holder, (before as BeforeAssignment).policy)),
    ],
    look: (connection, before) => lookFor(port, connection, link, before as BeforeAssignment, false),
  };
}

function beforeOf(policy: TokenPolicy, assigned: readonly TokenPolicy[]): BeforeAssignment {
  return { policy, assigned: assigned.map(({ id }) => id) };
}

async function linkNow(
  port: TokenPolicyPort,
  connection: Connection,
  { policyId, holder }: Link,
): Promise<Reading<{ policy: TokenPolicy; assigned: readonly TokenPolicy[] }>> {
  return whenRead(await port.find(connection, policyId), async (policy) => {
    if (!policy) return refuseUnknownResource(policyId);
    return whenRead(await port.findHolder(connection, holder), async (found) => {
      if (!found) return refuseUnknownResource(holder.id);
      return whenRead(await port.assigned(connection, holder), (assigned) => read({ policy, assigned }));
    });
  });
}

async function lookFor(
  port: TokenPolicyPort,
  connection: Connection,
  { policyId, holder }: Link,
  { policy }: BeforeAssignment,
  wanted: boolean,
): Promise<Reading<Seen>> {
  return whenRead(await port.assigned(connection, holder), (assigned) =>
    read({ reached: assigned.some(({ id }) => id === policyId) === wanted, policy }),
  );
}

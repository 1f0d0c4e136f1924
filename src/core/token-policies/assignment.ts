import type { Connection } from '../connections.ts';
import type { Reading } from '../graph-answers.ts';
import { stepOf } from '../operations/steps.ts';
import { refuseAssignedAlready, refuseSecond, refuseUnknownResource } from './refusals.ts';
import type { HolderRef, TokenPolicy } from './token-policy.ts';
import type { TokenPolicyPort } from './token-policy-port.ts';
import {
  type Captured,
  capture,
  nothingToDo,
  read,
  type Seen,
  type TokenPolicyPlan,
  whenRead,
} from './token-policy-work.ts';

/** The policies that were assigned, by id. */
export type BeforeAssignment = { policy: TokenPolicy; assigned: readonly string[] };

type Link = { policyId: string; holder: HolderRef; undoing: boolean };

/** Undoing finds nothing to do where it would otherwise be a mistake to ask. */
export function planAssignment(port: TokenPolicyPort, link: Link): TokenPolicyPlan {
  return {
    capture: async (connection) => whenRead(await linkNow(port, connection, link), (now) => unassigned(link, now)),
    write: async (connection, before) => [
      stepOf('write', await port.assign(connection, link.holder, (before as BeforeAssignment).policy)),
    ],
    look: (connection, before) => lookFor(port, connection, link, before as BeforeAssignment, true),
  };
}

export function planUnassignment(port: TokenPolicyPort, link: Link): TokenPolicyPlan {
  return {
    capture: async (connection) => whenRead(await linkNow(port, connection, link), (now) => assigned(link, now)),
    write: async (connection, before) => [
      stepOf('write', await port.unassign(connection, link.holder, (before as BeforeAssignment).policy)),
    ],
    look: (connection, before) => lookFor(port, connection, link, before as BeforeAssignment, false),
  };
}

type LinkNow = { policy: TokenPolicy; assigned: readonly TokenPolicy[] };

function isLinked({ policy, assigned }: LinkNow): boolean {
  return assigned.some(({ id }) => id === policy.id);
}

/** The state before an assignment. */
function unassigned({ undoing }: Link, now: LinkNow): Reading<Captured> {
  if (isLinked(now)) return undoing ? nothingToDo(now.policy) : refuseAssignedAlready();
  if (undoing) refuseAnotherOfItsType(now);
  return capture(beforeOf(now));
}

/** The state before an assignment is taken away. */
function assigned({ undoing, policyId }: Link, now: LinkNow): Reading<Captured> {
  if (isLinked(now)) return capture(beforeOf(now));
  return undoing ? nothingToDo(now.policy) : refuseUnknownResource(policyId);
}

function refuseAnotherOfItsType({ policy, assigned }: LinkNow): void {
  if (assigned.some(({ type }) => type === policy.type)) refuseSecond();
}

function beforeOf({ policy, assigned }: LinkNow): BeforeAssignment {
  return { policy, assigned: assigned.map(({ id }) => id) };
}

async function linkNow(
  port: TokenPolicyPort,
  connection: Connection,
  { policyId, holder }: Link,
): Promise<Reading<LinkNow>> {
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

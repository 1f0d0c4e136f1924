import { refuse } from '../errors.ts';
import type { Reading } from '../graph-answers.ts';
import { stepOf } from '../operations/steps.ts';
import type { GraphDocument } from '../policies/compare.ts';
import { refuseSecondDefault } from './create.ts';
import { refuseUnknownResource } from './refusals.ts';
import {
  type HolderRef,
  hasProperties,
  type NamedHolder,
  type TokenPolicy,
  type TokenPolicyChange,
  type TokenPolicyProperties,
} from './token-policy.ts';
import type { TokenPolicyPort, WritePurpose } from './token-policy-port.ts';
import { type Captured, capture, nothingToDo, read, type TokenPolicyPlan, whenRead } from './token-policy-work.ts';

/** The whole policy as it was. */
export type BeforeChange = TokenPolicy;

/** The policy, and what it was assigned to. */
export type BeforeRemoval = { policy: TokenPolicy; holders: readonly NamedHolder[] };

/** What a change that puts something back checks first: that nobody changed it again. */
export type StillAs = { wrote: TokenPolicyChange };

export function planUpdate(
  port: TokenPolicyPort,
  id: string,
  change: TokenPolicyChange,
  undoing?: StillAs,
): TokenPolicyPlan {
  const purpose: WritePurpose = undoing ? 'restore' : 'change';
  return {
    capture: async (connection) =>
      whenRead(await port.list(connection), (policies) => captureUpdate(policies, id, change, undoing)),
    write: async (connection, before) => [
      stepOf('write', await port.update(connection, before as BeforeChange, change, purpose)),
    ],
    look: async (connection) =>
      whenRead(await port.find(connection, id), (policy) =>
        read(policy ? { reached: hasProperties(policy, change), policy } : { reached: false }),
      ),
  };
}

function captureUpdate(
  policies: readonly TokenPolicy[],
  id: string,
  change: TokenPolicyChange,
  undoing?: StillAs,
): Reading<Captured> {
  const policy = policies.find((one) => one.id === id) ?? refuseUnknownResource(id);
  if (hasProperties(policy, change)) return nothingToDo(policy);
  if (undoing) refuseChangedSince(policy, undoing.wrote);
  if (change.isOrganizationDefault) refuseSecondDefault(policies, policy);
  return capture(policy satisfies BeforeChange);
}

/** `created`: the policy is removed only as it was created, and only while nothing uses it. */
export function planRemoval(port: TokenPolicyPort, id: string, created?: TokenPolicyProperties): TokenPolicyPlan {
  return {
    capture: async (connection) =>
      whenRead(await port.find(connection, id), async (policy) => {
        if (!policy) return created ? nothingToDo() : refuseUnknownResource(id);
        return whenRead(await port.appliesTo(connection, policy), (holders) => {
          if (created) refuseInUse(policy, created, holders);
          const named = holders.map(({ kind, id: holderId, displayName }) => ({ kind, id: holderId, displayName }));
          return capture({ policy, holders: named } satisfies BeforeRemoval);
        });
      }),
    write: async (connection, before) => [
      stepOf('write', await port.remove(connection, (before as BeforeRemoval).policy)),
    ],
    look: async (connection) =>
      whenRead(await port.find(connection, id), (policy) =>
        read(policy ? { reached: false, policy } : { reached: true }),
      ),
  };
}

/** The properties of a captured policy that a change of these would have replaced. */
export function earlierValues(before: GraphDocument, change: TokenPolicyChange): TokenPolicyChange {
  const { displayName, definition, isOrganizationDefault } = before as BeforeChange;
  return {
    ...(change.displayName !== undefined && { displayName }),
    ...(change.definition !== undefined && { definition }),
    ...(change.isOrganizationDefault !== undefined && { isOrganizationDefault }),
  };
}

/** The third way of the three-way check: neither what Bulwark wrote nor what was there before. */
function refuseChangedSince(policy: TokenPolicyProperties, wrote: TokenPolicyChange): void {
  if (hasProperties(policy, wrote)) return;
  refuse('precondition_failed', 'The policy was changed again since. Nothing was done. To change it, do so in Entra.');
}

function refuseInUse(policy: TokenPolicy, created: TokenPolicyProperties, holders: readonly HolderRef[]): void {
  refuseChangedSince(policy, created);
  if (holders.length === 0) return;
  refuse(
    'precondition_failed',
    'The policy has been assigned since it was created. Unassign it first, then try again.',
  );
}

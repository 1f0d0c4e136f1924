import type { Connection } from '../connections.ts';
import type { Reading } from '../graph-answers.ts';
import { stepOf } from '../operations/steps.ts';
import type { GraphDocument } from '../policies/compare.ts';
import { refuseSecond } from './refusals.ts';
import { hasProperties, type NewTokenPolicy, type TokenPolicy } from './token-policy.ts';
import type { TokenPolicyPort, WritePurpose } from './token-policy-port.ts';
import { capture, read, type Seen, type TokenPolicyPlan, whenRead } from './token-policy-work.ts';

/** Before a creation there is no policy: what is captured are the ids of those that look just like it. */
export type BeforeCreation = { alike: readonly string[] };

export function planCreation(port: TokenPolicyPort, policy: NewTokenPolicy): TokenPolicyPlan {
  const creation = creationOf(port, policy, 'change');
  return {
    capture: async (connection) =>
      whenRead(await creation.alike(connection), (alike) => capture({ alike } satisfies BeforeCreation)),
    write: async (connection) => [await creation.write(connection)],
    look: (connection, before) => creation.look(connection, before),
    created: creation.created,
  };
}

/**
 * Creates one policy and finds it again. Its id is known from Graph's answer; when that got lost, from being the one
 * policy that looks like it and was not there before.
 */
export function creationOf(port: TokenPolicyPort, wanted: NewTokenPolicy, purpose: WritePurpose) {
  let created: TokenPolicy | undefined;

  function isAlike(policy: TokenPolicy): boolean {
    return policy.type === wanted.type && hasProperties(policy, wanted);
  }

  return {
    async alike(connection: Connection): Promise<Reading<readonly string[]>> {
      return whenRead(await port.list(connection), (policies) => {
        if (wanted.isOrganizationDefault) refuseSecondDefault(policies, wanted);
        return read(policies.filter(isAlike).map(({ id }) => id));
      });
    },
    async write(connection: Connection) {
      const creation = await port.create(connection, wanted, purpose);
      created = creation.policy;
      return stepOf('write', creation);
    },
    async look(connection: Connection, before: GraphDocument): Promise<Reading<Seen>> {
      if (created) return whenRead(await port.find(connection, created.id), seen);
      const known = (before as BeforeCreation).alike ?? [];
      return whenRead(await port.list(connection), (policies) => {
        const [found, ...more] = policies.filter((policy) => isAlike(policy) && !known.includes(policy.id));
        return found && more.length === 0 ? seen(found) : read({ reached: false });
      });
    },
    created: () => created,
  };

  function seen(policy: TokenPolicy | undefined): Reading<Seen> {
    return policy ? read({ reached: isAlike(policy), policy }) : read({ reached: false });
  }
}

/** A tenant has at most one default of a type; setting a second one is for nobody to decide silently. */
export function refuseSecondDefault(
  policies: readonly TokenPolicy[],
  { type, id }: { type: string; id?: string },
): void {
  if (policies.some((one) => one.type === type && one.isOrganizationDefault && one.id !== id)) refuseSecond();
}

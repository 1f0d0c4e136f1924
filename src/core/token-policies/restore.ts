import type { Connection } from '../connections.ts';
import type { Reading } from '../graph-answers.ts';
import type { Step } from '../operations/operation.ts';
import { skipped, stepOf } from '../operations/steps.ts';
import type { GraphDocument } from '../policies/compare.ts';
import type { BeforeRemoval } from './change.ts';
import { type BeforeCreation, creationOf } from './create.ts';
import { type HolderRef, isSameHolder } from './token-policy.ts';
import type { TokenPolicyPort } from './token-policy-port.ts';
import { capture, read, type Seen, type TokenPolicyPlan, whenRead } from './token-policy-work.ts';

/**
 * Creates a deleted policy anew, as it was, and assigns it to what it was assigned to. Entra gives it a new id. One
 * assignment that fails does not keep the others.
 */
export function planRestoration(port: TokenPolicyPort, { policy, holders }: BeforeRemoval): TokenPolicyPlan {
  const creation = creationOf(port, policy, 'restore');

  async function assignAll(connection: Connection): Promise<readonly Step[]> {
    const created = creation.created();
    const steps: Step[] = [];
    for (const holder of holders) {
      const name = `assign ${holder.kind} ${holder.id}`;
      if (created) steps.push(stepOf(name, await port.assign(connection, holder, created)));
      else steps.push(skipped(name));
    }
    return steps;
  }

  async function assignedToAll(connection: Connection, seen: Seen): Promise<Reading<Seen>> {
    if (!seen.reached || !seen.policy) return read(seen);
    return whenRead(await port.appliesTo(connection, seen.policy), (present) =>
      read({ ...seen, reached: holders.every((holder) => isAmong(holder, present)) }),
    );
  }

  return {
    capture: async (connection) =>
      whenRead(await creation.alike(connection), (alike) => capture({ alike } satisfies BeforeCreation)),
    write: async (connection) => [await creation.write(connection), ...(await assignAll(connection))],
    look: async (connection: Connection, before: GraphDocument) =>
      whenRead(await creation.look(connection, before), (seen) => assignedToAll(connection, seen)),
    created: creation.created,
  };
}

function isAmong(holder: HolderRef, others: readonly HolderRef[]): boolean {
  return others.some((other) => isSameHolder(other, holder));
}

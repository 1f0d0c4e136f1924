import { latestOn } from '../operations/latest-on.ts';
import { isOnUser, type Operation, type UserOperation } from '../operations/operation.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import type { Threats } from '../signals/read-threats.ts';

/** By object id, what containing or releasing came to last, for those of these users whom it touched. */
export type LastActs = (
  organization: string,
  { connection }: Pick<Threats, 'connection'>,
  userIds: readonly string[],
) => Promise<ReadonlyMap<string, UserOperation>>;

export function lastActs(store: Pick<OperationStore, 'latest'>): LastActs {
  return async function find(organization, { connection }, userIds) {
    const targets = userIds.map((id) => ({ connection, target: { kind: 'user', id, label: '' } as const }));
    const operations = await latestOn(store, organization, targets);
    const oldestFirst = operations.filter(isOnUser).filter(isAct).toReversed();
    return new Map(oldestFirst.map((operation) => [operation.target.id, operation]));
  };
}

/** The newest of what was done to one account, newest first. */
export function lastActOf(operations: readonly Operation[]): UserOperation | undefined {
  return operations.filter(isOnUser).find(isAct);
}

/** Something came of it, or may have. */
function isAct({ result, steps }: UserOperation): boolean {
  const mayHave = steps.some(({ status }) => status === 'unknown');
  if (result?.kind === 'containment') return result.disabled || result.sessionsRevoked || mayHave;
  return result?.kind === 'release' && (result.enabled || mayHave);
}

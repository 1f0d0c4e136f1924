import type { Operation } from './operation.ts';
import type { OperationStore } from './operation-store.ts';
import { lockKey } from './subjects.ts';

/** Further back nobody looks: by then a person should. */
const mostOnTarget = 100;

/** What ended on these targets, newest first. */
export function latestOn(
  store: Pick<OperationStore, 'latest'>,
  organization: string,
  targets: readonly Pick<Operation, 'connection' | 'target'>[],
): Promise<readonly Operation[]> {
  const keys = [...new Set(targets.map(lockKey))];
  return store.latest(organization, keys, mostOnTarget * keys.length);
}

import { latestOn } from '../operations/latest-on.ts';
import type { Operation, OperationDraft } from '../operations/operation.ts';
import type { OperationStore } from '../operations/operation-store.ts';

/** The containment that release would take back: the newest that turned the account off and was not taken back since. */
export async function findReleasable(
  store: Pick<OperationStore, 'latest'>,
  on: Pick<OperationDraft, 'organization' | 'connection' | 'target'>,
): Promise<Operation | undefined> {
  return releasableOf(await latestOn(store, on.organization, [on]));
}

/** As {@link findReleasable}, of what was done to one account, newest first. */
export function releasableOf(operations: readonly Operation[]): Operation | undefined {
  const newest = operations.find((operation) => turnedOff(operation) || turnedOn(operation));
  return newest && turnedOff(newest) ? newest : undefined;
}

/** A write without an answer may have turned it off; that the account is off is looked at all the same. */
function turnedOff({ result, steps }: Operation): boolean {
  if (result?.kind !== 'containment' || !result.wasEnabled) return false;
  return result.disabled || steps.some(({ name, status }) => name === 'disable' && status === 'unknown');
}

function turnedOn({ result }: Operation): boolean {
  return result?.kind === 'release' && result.enabled;
}

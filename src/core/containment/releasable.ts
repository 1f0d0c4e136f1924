import type { Operation, OperationDraft } from '../operations/operation.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import { lockKey } from '../operations/subjects.ts';

/** Further back nobody looks: by then a person should. */
const mostOnTarget = 100;

/** The containment that release would take back: the newest that turned the account off and was not taken back since. */
export async function findReleasable(
  store: Pick<OperationStore, 'latest'>,
  on: Pick<OperationDraft, 'organization' | 'connection' | 'target'>,
): Promise<Operation | undefined> {
  const operations = await store.latest(on.organization, lockKey(on), mostOnTarget);
  const at = operations.findIndex((operation) => turnedOff(operation) || turnedOn(operation));
  const newest = operations[at];
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

import { latestOn } from './latest-on.ts';
import type { Operation } from './operation.ts';
import type { OperationStore } from './operation-store.ts';

/** The ids of what was put back since, of operations on these targets. */
export type PutBackOn = (
  organization: string,
  targets: readonly Pick<Operation, 'connection' | 'target'>[],
) => Promise<ReadonlySet<string>>;

export function putBackFinder(store: Pick<OperationStore, 'latest'>): PutBackOn {
  return async function putBackOn(organization, targets) {
    const later = await latestOn(store, organization, targets);
    return new Set(later.filter(tookEffect).flatMap(({ of }) => of ?? []));
  };
}

/** A retry names what it tries again in the same way, but puts nothing back. */
function tookEffect({ verb, result }: Operation): boolean {
  if (verb === 'undo') return result !== undefined && 'applied' in result && result.applied;
  return result?.kind === 'release' && result.enabled;
}

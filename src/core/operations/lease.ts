import { within } from '../deadline.ts';
import type { Runtime } from '../runtime.ts';
import type { Lock, OperationStore } from './operation-store.ts';

type LeasePorts = { store: OperationStore; runtime: Runtime };

/** A third of the time the store grants a lease for. */
const renewEveryMs = 20_000;

/** The work's outcome, with the lease kept for as long as it takes: nobody else may judge it while it goes on. */
export async function keepingLease<T>({ store, runtime }: LeasePorts, lock: Lock, work: Promise<T>): Promise<T> {
  const ended = work.then((value) => ({ value }));
  for (;;) {
    const outcome = await within(runtime, renewEveryMs, ended);
    if (outcome) return outcome.value;
    await store.renew(lock).catch(() => false);
  }
}

/** What fails before the intent is durable leaves the target free. */
export async function releasingOnFailure<T>(
  { store }: Pick<LeasePorts, 'store'>,
  lock: Lock,
  task: () => Promise<T>,
): Promise<T> {
  try {
    return await task();
  } catch (thrown) {
    await store.unlock(lock).catch(() => undefined);
    throw thrown;
  }
}

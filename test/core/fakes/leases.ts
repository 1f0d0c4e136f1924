import type { Lock, LockAnswer, OperationStore } from '../../../src/core/operations/operation-store.ts';

type Holder = Pick<Parameters<OperationStore['lock']>[1], 'operationId' | 'verb'>;
type Lease = Lock & { expiresAt: number; holder?: Holder };

export type Leases = ReturnType<typeof memoryLeases>;

const leaseMs = 60_000;

/** `isRunning` says whether an operation has an intent and no outcome: whoever died after the intent still holds. */
export function memoryLeases(clock: { now(): number }, isRunning: (operationId: string) => boolean) {
  const leases = new Map<string, Lease>();

  function isOver({ expiresAt }: Lease): boolean {
    return expiresAt <= clock.now();
  }

  function isHeld(lease: Lease): boolean {
    return lease.holder !== undefined && (!isOver(lease) || isRunning(lease.holder.operationId));
  }

  function ours({ key, fence }: Lock): Lease | undefined {
    const lease = leases.get(key);
    return lease?.fence === fence ? lease : undefined;
  }

  function grant(key: string, { operationId, verb }: Holder): Lock {
    const fence = (leases.get(key)?.fence ?? 0) + 1;
    leases.set(key, { key, fence, holder: { operationId, verb }, expiresAt: clock.now() + leaseMs });
    return { key, fence };
  }

  return {
    grant,
    held: () => [...leases.values()].filter(isHeld).map(({ key }) => key),
    take(key: string, holder: Holder): LockAnswer {
      const lease = leases.get(key);
      return lease?.holder && isHeld(lease) ? { got: false, ...lease.holder } : { got: true, ...grant(key, holder) };
    },
    renew(lock: Lock): boolean {
      const lease = ours(lock);
      if (lease) lease.expiresAt = clock.now() + leaseMs;
      return lease !== undefined;
    },
    free(lock: Lock): void {
      const lease = ours(lock);
      if (lease) delete lease.holder;
    },
    holds(lock: Lock, operationId: string): boolean {
      const lease = ours(lock);
      return lease?.holder?.operationId === operationId && !isOver(lease);
    },
    isFree(key: string): boolean {
      const lease = leases.get(key);
      return !lease?.holder || isOver(lease);
    },
    holderOf: (key: string) => leases.get(key)?.holder?.operationId,
  };
}

import type { JournalEntry } from '../../../src/core/journal.ts';
import type { Operation, OperationDraft, Verb } from '../../../src/core/operations/operation.ts';
import { lockKey } from '../../../src/core/operations/operation.ts';
import type {
  BeginProblem,
  Intent,
  Lock,
  LockAnswer,
  OperationStore,
  Outcome,
} from '../../../src/core/operations/operation-store.ts';

type Lease = Lock & { expiresAt: number; holder?: { operationId: string; verb: Verb } };

export type MemoryStore = OperationStore & {
  operations: Map<string, Operation>;
  /** Subjects whose shown cards were queued for an edit, one list per outcome. */
  queued: (readonly string[])[];
  heldLocks(): string[];
};

const leaseMs = 60_000;

/** Operations kept in memory. Each function runs to its end without a break, which makes it a transaction. */
export function memoryStore(clock: { now(): number }, append: (entry: JournalEntry) => void): MemoryStore {
  const operations = new Map<string, Operation>();
  const leases = new Map<string, Lease>();
  const queued: (readonly string[])[] = [];

  return {
    operations,
    queued,
    heldLocks: () => [...leases.values()].filter(isHeld).map(({ key }) => key),
    propose: async (draft, ttlMs, entry) => {
      append(entry);
      return save({ ...fresh(draft), expiresAt: clock.now() + ttlMs });
    },
    find: async (organization, id) => owned(organization, id),
    list: async (organization, { limit, cursor, connections }) => {
      const all = [...operations.values()].filter((one) => one.organization === organization && one.begunAt);
      const seen = all.filter(({ connection }) => connections?.includes(connection.id) ?? true).reverse();
      const start = Number(cursor ?? 0);
      const more = seen.length > start + limit ? { cursor: String(start + limit) } : {};
      return { operations: seen.slice(start, start + limit), ...more };
    },
    lock: async (key, holder) => lock(key, holder),
    renew: async (lock) => {
      const lease = ours(lock);
      if (lease) lease.expiresAt = clock.now() + leaseMs;
      return lease !== undefined;
    },
    unlock: async (lock) => {
      const lease = ours(lock);
      if (lease?.holder && !isRunning(lease.holder.operationId)) delete lease.holder;
    },
    begin: async (intent) => begin(intent),
    settle: async (outcome) => settle(outcome),
    cancel: async (organization, id, entry) => {
      const operation = owned(organization, id);
      if (operation?.state !== 'proposed') return false;
      append(entry);
      save({ ...operation, state: 'cancelled' });
      return true;
    },
    expire: async () => {
      const over = [...operations.values()].filter(({ state, expiresAt }) => state === 'proposed' && isOver(expiresAt));
      for (const operation of over) save({ ...operation, state: 'expired' });
      return over.length;
    },
    takeOverInterrupted: async (settleMs) => {
      const free = [...operations.values()].filter((one) => isAbandoned(one, settleMs));
      return free.map((operation) => ({ operation, lock: grant(lockKey(operation), holderOf(operation)) }));
    },
  };

  function fresh(draft: OperationDraft): Operation {
    const now = clock.now();
    return { ...draft, state: 'proposed', createdAt: now, expiresAt: now, steps: [], interrupted: false };
  }

  function save(operation: Operation): Operation {
    operations.set(operation.id, structuredClone(operation));
    return structuredClone(operation);
  }

  function owned(organization: string, id: string): Operation | undefined {
    const operation = operations.get(id);
    return operation?.organization === organization ? structuredClone(operation) : undefined;
  }

  function isOver(time: number): boolean {
    return time <= clock.now();
  }

  function isRunning(id: string): boolean {
    return operations.get(id)?.state === 'running';
  }

  /** Whoever died after the intent still holds the target. */
  function isHeld({ holder, expiresAt }: Lease): boolean {
    return holder !== undefined && (!isOver(expiresAt) || isRunning(holder.operationId));
  }

  function ours({ key, fence }: Lock): Lease | undefined {
    const lease = leases.get(key);
    return lease?.fence === fence ? lease : undefined;
  }

  function grant(key: string, holder: { operationId: string; verb: Verb }): Lock {
    const fence = (leases.get(key)?.fence ?? 0) + 1;
    leases.set(key, { key, fence, holder, expiresAt: clock.now() + leaseMs });
    return { key, fence };
  }

  function lock(key: string, { operationId, verb }: { operationId: string; verb: Verb }): LockAnswer {
    const lease = leases.get(key);
    if (lease?.holder && isHeld(lease)) return { got: false, ...lease.holder };
    return { got: true, ...grant(key, { operationId, verb }) };
  }

  function whyNotBegun({ draft, lock, from }: Intent): BeginProblem | undefined {
    const stored = operations.get(draft.id);
    if (from === 'nothing' && stored) return 'consumed';
    if (from === 'proposal' && stored?.state === 'expired') return 'expired';
    if (from === 'proposal' && stored?.state !== 'proposed') return 'consumed';
    if (from === 'proposal' && stored && isOver(stored.expiresAt)) return 'expired';
    const lease = ours(lock);
    return lease?.holder?.operationId === draft.id && !isOver(lease.expiresAt) ? undefined : 'lock_lost';
  }

  function begin(intent: Intent): Operation | BeginProblem {
    const problem = whyNotBegun(intent);
    if (problem) return problem;
    const { draft, before, entry } = intent;
    const stored = operations.get(draft.id) ?? fresh(draft);
    append(entry);
    return save({ ...stored, reason: draft.reason, state: 'running', begunAt: clock.now(), before });
  }

  function settle({ draft, lock, steps, result, interrupted, entry, subjects }: Outcome): Operation {
    const stored = operations.get(draft.id) ?? fresh(draft);
    const open = stored.state === 'proposed' || (stored.state === 'running' && lock !== undefined);
    const lease = lock && ours(lock);
    if (lease) delete lease.holder;
    if (!open) return structuredClone(stored);
    append(entry);
    queued.push(subjects);
    return save({ ...stored, state: 'ended', endedAt: clock.now(), steps, result, interrupted });
  }

  function isAbandoned(operation: Operation, settleMs: number): boolean {
    const lease = leases.get(lockKey(operation));
    const free = !lease?.holder || isOver(lease.expiresAt);
    return operation.state === 'running' && free && isOver((operation.begunAt ?? 0) + settleMs);
  }

  function holderOf({ id, verb }: Operation) {
    return { operationId: id, verb };
  }
}

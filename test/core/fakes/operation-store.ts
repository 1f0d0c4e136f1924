import type { JournalEntry } from '../../../src/core/journal.ts';
import { lockKey, type Operation, type OperationDraft } from '../../../src/core/operations/operation.ts';
import type {
  BeginProblem,
  Intent,
  OperationPage,
  OperationStore,
  Outcome,
} from '../../../src/core/operations/operation-store.ts';
import { type Leases, memoryLeases } from './leases.ts';

export type MemoryStore = OperationStore & {
  operations: Map<string, Operation>;
  /** Subjects whose shown cards were queued for an edit, one list per outcome. */
  queued: (readonly string[])[];
  leases: Leases;
};

/** Operations kept in memory. Each function runs to its end without a break, which makes it a transaction. */
export function memoryStore(clock: { now(): number }, append: (entry: JournalEntry) => void): MemoryStore {
  const operations = new Map<string, Operation>();
  const leases = memoryLeases(clock, (id) => operations.get(id)?.state === 'running');
  const queued: (readonly string[])[] = [];

  return {
    operations,
    queued,
    leases,
    propose: async (draft, ttlMs, entry) => {
      append(entry);
      return save({ ...fresh(draft), expiresAt: clock.now() + ttlMs });
    },
    find: async (organization, id) => find(organization, id),
    list: async (organization, page) => list(organization, page),
    lock: async (key, holder) => leases.take(key, holder),
    renew: async (lock) => leases.renew(lock),
    unlock: async (lock) => {
      if (operations.get(leases.holderOf(lock.key) ?? '')?.state !== 'running') leases.free(lock);
    },
    begin: async (intent) => begin(intent),
    settle: async (outcome) => settle(outcome),
    cancel: async (organization, id, entry) => {
      const operation = find(organization, id);
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
      return free.map((one) => ({
        operation: structuredClone(one),
        lock: leases.grant(lockKey(one), { operationId: one.id, verb: one.verb }),
      }));
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

  function find(organization: string, id: string): Operation | undefined {
    const operation = operations.get(id);
    return operation?.organization === organization ? structuredClone(operation) : undefined;
  }

  function list(organization: string, { limit, cursor, connections }: Parameters<OperationStore['list']>[1]) {
    const begun = [...operations.values()].filter((one) => one.organization === organization && one.begunAt);
    const seen = begun.filter(({ connection }) => connections?.includes(connection.id) ?? true).reverse();
    const end = Number(cursor ?? 0) + limit;
    const page: OperationPage = { operations: structuredClone(seen.slice(end - limit, end)) };
    return seen.length > end ? { ...page, cursor: String(end) } : page;
  }

  function isOver(time: number): boolean {
    return time <= clock.now();
  }

  function whyNotUsable(stored: Operation | undefined): BeginProblem | undefined {
    if (stored?.state === 'expired') return 'expired';
    if (stored?.state !== 'proposed') return 'consumed';
    return isOver(stored.expiresAt) ? 'expired' : undefined;
  }

  function begin({ draft, lock, before, from, entry }: Intent): Operation | BeginProblem {
    const stored = operations.get(draft.id);
    const problem = from === 'proposal' ? whyNotUsable(stored) : stored && 'consumed';
    if (problem) return problem;
    if (!leases.holds(lock, draft.id)) return 'lock_lost';
    append(entry);
    return save({
      ...(stored ?? fresh(draft)),
      reason: draft.reason,
      state: 'running',
      begunAt: clock.now(),
      before,
    });
  }

  function settle({ draft, lock, steps, result, interrupted, entry, subjects }: Outcome): Operation {
    const stored = operations.get(draft.id) ?? fresh(draft);
    if (lock) leases.free(lock);
    if (stored.state !== 'proposed' && !(stored.state === 'running' && lock)) return structuredClone(stored);
    append(entry);
    queued.push(subjects);
    return save({ ...stored, state: 'ended', endedAt: clock.now(), steps, result, interrupted });
  }

  function isAbandoned(operation: Operation, settleMs: number): boolean {
    const begunAt = operation.begunAt ?? 0;
    return operation.state === 'running' && leases.isFree(lockKey(operation)) && isOver(begunAt + settleMs);
  }
}

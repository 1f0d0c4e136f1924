import { actorId } from '../../../src/core/actors.ts';
import type { Operation } from '../../../src/core/operations/operation.ts';
import type { OperationPage, OperationStore } from '../../../src/core/operations/operation-store.ts';
import { lockKey } from '../../../src/core/operations/subjects.ts';
import { isWaiting, type Ledger, newLedger } from './ledger.ts';
import { begin, deny, requestApproval, settle, takeOverInterrupted } from './transitions.ts';

export type MemoryStore = OperationStore & Pick<Ledger, 'operations' | 'leases' | 'queued' | 'sent'>;

/** Operations kept in memory. Each function runs to its end without a break, which makes it a transaction. */
export function memoryStore(clock: { now(): number }, append: Ledger['append']): MemoryStore {
  const ledger = newLedger(clock, append);
  const { operations, leases, queued, sent, save, find, fresh, isOver } = ledger;

  return {
    operations,
    leases,
    queued,
    sent,
    propose: async (draft, ttlMs, entry) => {
      append(entry);
      return save({ ...fresh(draft), expiresAt: clock.now() + ttlMs });
    },
    find: async (organization, id) => find(organization, id),
    list: async (organization, page) => list(ledger, organization, page),
    latest: async (organization, keys, limit) => latest(ledger, organization, keys, limit),
    lock: async (key, holder) => leases.take(key, holder),
    renew: async (lock) => leases.renew(lock),
    unlock: async (lock) => {
      if (operations.get(leases.holderOf(lock.key) ?? '')?.state !== 'running') leases.free(lock);
    },
    requestApproval: async (asked) => requestApproval(ledger, asked),
    deny: async (denial) => deny(ledger, denial),
    begin: async (intent) => begin(ledger, intent),
    settle: async (outcome) => settle(ledger, outcome),
    findClaimed: async (organization, claim) => find(organization, ledger.claims.find(claim) ?? ''),
    claim: async (claim, operationId) => ledger.claims.make(claim, operationId),
    cancel: async (organization, id, entry) => {
      const operation = find(organization, id);
      if (!operation || !isWaiting(operation) || isOver(operation.expiresAt)) return false;
      append(entry);
      save({ ...operation, state: 'cancelled' });
      return true;
    },
    expire: async () => {
      const over = [...operations.values()].filter((one) => isWaiting(one) && isOver(one.expiresAt));
      for (const operation of over) save({ ...operation, state: 'expired' });
      return over.length;
    },
    takeOverInterrupted: async (settleMs) => takeOverInterrupted(ledger, settleMs),
  };
}

function list({ operations }: Ledger, organization: string, page: Parameters<OperationStore['list']>[1]) {
  const { limit, cursor, connections, requestedBy } = page;
  const begun = [...operations.values()].filter((one) => one.organization === organization && one.begunAt);
  const theirs = begun.filter((one) => requestedBy === undefined || actorId(one.requestedBy) === requestedBy);
  const seen = theirs.filter(({ connection }) => connections?.includes(connection.id) ?? true).reverse();
  const end = Number(cursor ?? 0) + limit;
  const found: OperationPage = { operations: structuredClone(seen.slice(end - limit, end)) };
  return seen.length > end ? { ...found, cursor: String(end) } : found;
}

function latest(
  { operations }: Ledger,
  organization: string,
  keys: readonly string[],
  limit: number,
): readonly Operation[] {
  const own = [...operations.values()].filter((one) => one.organization === organization && one.state === 'ended');
  const here = own.filter((one) => keys.includes(lockKey(one)));
  return structuredClone(here.sort((one, other) => (other.endedAt ?? 0) - (one.endedAt ?? 0)).slice(0, limit));
}

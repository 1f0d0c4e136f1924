import type { NewCard } from '../../../src/core/chat.ts';
import type { JournalEntry } from '../../../src/core/journal.ts';
import type { Operation, OperationDraft } from '../../../src/core/operations/operation.ts';
import { memoryClaims } from './claims.ts';
import { type Leases, memoryLeases } from './leases.ts';

/** What the store of operations keeps, on the database's clock. */
export type Ledger = {
  operations: Map<string, Operation>;
  leases: Leases;
  claims: ReturnType<typeof memoryClaims>;
  /** Subjects whose shown cards were queued for an edit, one list per transition. */
  queued: (readonly string[])[];
  /** New messages owed. */
  sent: NewCard[];
  /** What each begun operation was counted under. */
  caps: Map<string, string>;
  append: (entry: JournalEntry) => void;
  now(): number;
  isOver(time: number): boolean;
  fresh(draft: OperationDraft): Operation;
  save(operation: Operation): Operation;
  find(organization: string, id: string): Operation | undefined;
};

export function newLedger(clock: { now(): number }, append: Ledger['append']): Ledger {
  const operations = new Map<string, Operation>();
  return {
    operations,
    leases: memoryLeases(clock, (id) => operations.get(id)?.state === 'running'),
    claims: memoryClaims(clock),
    queued: [],
    sent: [],
    caps: new Map(),
    append,
    now: clock.now,
    isOver: (time) => time <= clock.now(),
    fresh(draft) {
      const now = clock.now();
      return { ...draft, state: 'proposed', createdAt: now, expiresAt: now, steps: [], interrupted: false };
    },
    save(operation) {
      operations.set(operation.id, structuredClone(operation));
      return structuredClone(operation);
    },
    find(organization, id) {
      const operation = operations.get(id);
      return operation?.organization === organization ? structuredClone(operation) : undefined;
    },
  };
}

export function isWaiting({ state }: Operation): boolean {
  return state === 'proposed' || state === 'awaitingApproval';
}

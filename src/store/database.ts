import { type ControlledTransaction, Kysely, sql } from 'kysely';
import { dayMs } from '../core/time.ts';
import type { StoreDialect } from './dialect/dialect.ts';
import type { Tables } from './tables.ts';

/** What every function of this room takes first. Inside a transaction only that transaction's executor is used. */
export type Executor = {
  db: Kysely<Tables>;
  dialect: StoreDialect;
  /** The process that writes, as leases name it. */
  instance: string;
  /** Milliseconds since 1970, by the database's clock. */
  now(): Promise<number>;
  /** Why the journal takes no more rows; undefined while it does. */
  seal(): string | undefined;
  /** For how long a request with an Idempotency-Key is remembered. */
  claimTtlMs: number;
  /** Told how long each row of the journal took. */
  onAppended(ms: number): void;
};

export type Database = {
  /** For single statements. */
  outside: Executor;
  /** Resolves once the work is durable. The work awaits nothing but the database: it may hold up everybody else. */
  write<T>(work: (tx: Executor) => Promise<T>): Promise<T>;
  sealJournal(why: string): void;
  close(): Promise<void>;
};

export type DatabaseOptions = {
  instance: string;
  /** Milliseconds by which this store's clock differs from the database's. */
  clockOffsetMs?: () => number;
  /** For how long a request with an Idempotency-Key is remembered; a day unless told otherwise. */
  claimTtlMs?: number;
  /** Told how long each row of the journal took. */
  onAppended?: (ms: number) => void;
};

export function openDatabase(
  dialect: StoreDialect,
  { instance, clockOffsetMs = () => 0, claimTtlMs = dayMs, onAppended = () => undefined }: DatabaseOptions,
): Database {
  const kysely = new Kysely<Tables>({ dialect: dialect.connect() });
  let sealed: string | undefined;

  function executor(db: Kysely<Tables>): Executor {
    const now = async () => (await databaseClock(db, dialect)) + clockOffsetMs();
    return { db, dialect, instance, now, seal: () => sealed, claimTtlMs, onAppended };
  }

  function sealJournal(why: string): void {
    sealed = why;
  }

  async function write<T>(work: (tx: Executor) => Promise<T>): Promise<T> {
    const transaction = await kysely.startTransaction().execute();
    const ended = await attempt(transaction, async () => {
      const id = await dialect.transactionId(transaction);
      return { id, result: await work(executor(transaction)) };
    });
    await commit(transaction, ended.id);
    return ended.result;
  }

  /** A COMMIT whose answer is lost on the way has either happened or not: the database is asked which. */
  async function commit(transaction: ControlledTransaction<Tables>, id: string | undefined): Promise<void> {
    try {
      await attempt(transaction, () => transaction.commit().execute());
    } catch (error) {
      if (id === undefined || !(await dialect.tookPlace(kysely, id))) throw error;
    }
  }

  return { outside: executor(kysely), write, sealJournal, close: () => kysely.destroy() };
}

async function databaseClock(db: Kysely<Tables>, { now }: StoreDialect): Promise<number> {
  const { rows } = await sql<{ now: number }>`select ${now} as now`.execute(db);
  return rows[0]?.now ?? Number.NaN;
}

async function attempt<T>(transaction: ControlledTransaction<Tables>, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    // The first error is the one worth reporting; a rollback that fails too discards its connection.
    await transaction
      .rollback()
      .execute()
      .catch(() => undefined);
    throw error;
  }
}

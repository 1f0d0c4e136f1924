import type { Dialect, Kysely, RawBuilder } from 'kysely';
import type { Tables } from '../tables.ts';

/** Everything in which the two databases differ. Nothing else in this room asks which one it talks to. */
export type StoreDialect = {
  /** Opens the database with the settings that make a commit durable. */
  connect(): Dialect;
  /** As {@link connect}, without the deadlines that a waiting migration would exceed. */
  connectForMigration(): Dialect;
  /** The database's clock in milliseconds since 1970. */
  now: RawBuilder<number>;
  /** Ends a select whose rows nobody else may change before this transaction ends. */
  forUpdate: RawBuilder<unknown>;
  /** As {@link forUpdate}, leaving out rows that another transaction holds. */
  forUpdateOfFree: RawBuilder<unknown>;
  /** Makes the database itself refuse to change or remove rows. */
  appendOnly(table: string): readonly RawBuilder<unknown>[];
  /** What is wrong with the database's settings, as a sentence; undefined when an acknowledged commit is durable. */
  whyNotDurable(db: Kysely<Tables>): Promise<string | undefined>;
  /** Names the current transaction, where a COMMIT can lose its answer on the way back. */
  transactionId(db: Kysely<Tables>): Promise<string | undefined>;
  /** Whether the transaction whose COMMIT was not answered took place all the same. */
  tookPlace(db: Kysely<Tables>, transactionId: string): Promise<boolean>;
};

import { closeSync, mkdirSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from '../tables.ts';
import type { StoreDialect } from './dialect.ts';
import { nodeSqliteDialect } from './node-sqlite.ts';

const busyTimeoutMs = 2_000;

/** One file in `directory`, through SQLite. A write transaction has the whole database to itself. */
export function embeddedDialect(directory: string): StoreDialect {
  const connect = () => nodeSqliteDialect(() => openFile(directory));
  return {
    connect,
    connectForMigration: connect,
    now: sql<number>`cast(unixepoch('subsec') * 1000 as integer)`,
    forUpdate: sql``,
    forUpdateOfFree: sql``,
    appendOnly: (table) => ['update', 'delete'].map((change) => refusingTrigger(table, change)),
    whyNotDurable,
    transactionId: async () => undefined,
    tookPlace: async () => false,
  };
}

function openFile(directory: string): DatabaseSync {
  const path = join(directory, 'bulwark.db');
  createPrivately(directory, path);
  refuseIfReadable(path);
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  database.exec('pragma journal_mode = wal; pragma synchronous = full;');
  return database;
}

/** SQLite gives its log files the mode of the database file. An existing file is left to SQLite alone: closing any
 * other descriptor of it would drop the process's locks. */
function createPrivately(directory: string, path: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function refuseIfReadable(path: string): void {
  const mode = statSync(path).mode & 0o777;
  if (process.platform === 'win32' || (mode & 0o077) === 0) return;
  throw new Error(`${path} is open to other accounts (mode ${mode.toString(8)}). Run: chmod 600 "${path}"`);
}

function refusingTrigger(table: string, change: string): RawBuilder<unknown> {
  return sql`create trigger ${sql.id(`${table}_no_${change}`)} before ${sql.raw(change)} on ${sql.table(table)}
    begin select raise(abort, ${sql.lit(`${table} is append-only`)}); end`;
}

async function whyNotDurable(db: Kysely<Tables>): Promise<string | undefined> {
  const { rows: modes } = await sql<{ journal_mode: string }>`pragma journal_mode`.execute(db);
  const { rows: levels } = await sql<{ synchronous: number }>`pragma synchronous`.execute(db);
  if (modes[0]?.journal_mode === 'wal' && levels[0]?.synchronous === 2) return undefined;
  return 'The data directory does not support durable commits (WAL with synchronous=FULL). Put DATA_DIR on a local disk.';
}

import { setTimeout as sleep } from 'node:timers/promises';
import { type Dialect, type Kysely, PostgresDialect, type RawBuilder, sql } from 'kysely';
import { Pool, type PoolConfig, types } from 'pg';
import { refusal } from '../../core/errors.ts';
import type { Tables } from '../tables.ts';
import type { StoreDialect } from './dialect.ts';

const int8 = 20;
const waitMs = 2_000;
const retryAfterS = 2;

/** A store that has not answered by then is unavailable; waiting for a turn under load may take longer. */
const deadlines = {
  connectionTimeoutMillis: 2 * waitMs,
  lock_timeout: waitMs,
  statement_timeout: waitMs,
  idle_in_transaction_session_timeout: 5 * waitMs,
  query_timeout: 2 * waitMs,
} satisfies PoolConfig;

/** A PostgreSQL server that several instances may share. */
export function postgresDialect(url: string): StoreDialect {
  return {
    connect: () => serving(pooled({ connectionString: url, max: 10, ...deadlines })),
    connectForMigration: () =>
      new PostgresDialect({ pool: pooled({ connectionString: url, max: 1, connectionTimeoutMillis: 2 * waitMs }) }),
    now: sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`,
    forUpdate: sql`for update`,
    forUpdateOfFree: sql`for update skip locked`,
    appendOnly,
    whyNotDurable,
    transactionId,
    tookPlace,
  };
}

function pooled(config: PoolConfig): Pool {
  const pool = new Pool({
    application_name: 'bulwark',
    types: { getTypeParser: (oid, format) => (oid === int8 ? Number : types.getTypeParser(oid, format)) },
    ...config,
  });
  // Without listeners a lost connection would end the process, idle or in use. The pool replaces it by itself, and
  // whoever was using it gets the error from the query.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function serving(pool: Pool): Dialect {
  const { options } = pool;
  const connect = () => pool.connect().catch(refuseUnavailable);
  return new PostgresDialect({ pool: { connect, end: () => pool.end(), options } });
}

/** The server is gone, or everybody waits for it: in either case later is better than now. */
function refuseUnavailable(cause: unknown): never {
  const message = 'The database does not answer in time. Send the request again in a few seconds.';
  throw Object.assign(refusal('unavailable', message, { retryAfterS }), { cause });
}

function appendOnly(table: string): readonly RawBuilder<unknown>[] {
  const refuse = sql.id(`${table}_append_only`);
  return [
    sql`create function ${refuse}() returns trigger language plpgsql as
      ${sql.lit(`begin raise exception '${table} is append-only'; end`)}`,
    sql`create trigger ${refuse} before update or delete or truncate on ${sql.table(table)}
      for each statement execute function ${refuse}()`,
  ];
}

async function whyNotDurable(db: Kysely<Tables>): Promise<string | undefined> {
  const { rows } = await sql<{ name: string; setting: string }>`select name, setting from pg_settings
    where name in ('fsync', 'full_page_writes', 'synchronous_commit')`.execute(db);
  const weak = rows.filter(({ setting }) => setting !== 'on' && setting !== 'remote_apply').map(({ name }) => name);
  if (weak.length === 0) return undefined;
  return `The PostgreSQL server may lose acknowledged commits. Turn on: ${weak.join(', ')}.`;
}

async function transactionId(db: Kysely<Tables>): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select pg_current_xact_id()::text as id`.execute(db);
  return rows[0]?.id;
}

async function tookPlace(db: Kysely<Tables>, id: string): Promise<boolean> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const status = await statusOf(db, id).catch(() => undefined);
    if (status === 'committed') return true;
    if (status === 'aborted') return false;
    await sleep(waitMs / 10);
  }
  return false;
}

async function statusOf(db: Kysely<Tables>, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ status: string }>`select pg_xact_status(${id}::xid8) as status`.execute(db);
  return rows[0]?.status;
}

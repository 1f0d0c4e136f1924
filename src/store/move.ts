import { type Kysely, sql } from 'kysely';
import { type Database, openDatabase } from './database.ts';
import { embeddedDialect } from './dialect/embedded.ts';
import { postgresDialect } from './dialect/postgres.ts';
import { migrate } from './migrations/migrate.ts';
import { holdServingLock } from './serving-lock.ts';
import type { Tables } from './tables.ts';

export type Moved = { tables: number; rows: number };

/** PostgreSQL takes at most 65,535 parameters in a statement. */
const maxParameters = 30_000;

/**
 * Copies an embedded store, whose server is stopped, into an empty PostgreSQL database: everything or nothing. Rows go
 * over as they are, so the journal's chain stays what it was. The embedded store is left alone.
 */
export async function moveStore(directory: string, url: string, instance: string): Promise<Moved> {
  const lock = holdServingLock(directory);
  const [from, to] = [embeddedDialect(directory), postgresDialect(url)];
  try {
    await migrate(from);
    await migrate(to);
    const source = openDatabase(from, { instance });
    const target = openDatabase(to, { instance });
    try {
      return await copyAll(source, target);
    } finally {
      await source.close();
      await target.close();
    }
  } finally {
    lock.release();
  }
}

/** Reads inside a transaction of the source, which keeps the command line from writing to it meanwhile. */
function copyAll(source: Database, target: Database): Promise<Moved> {
  return source.write(({ db: from }) =>
    target.write(async ({ db: to }) => {
      const names = (await from.introspection.getTables()).map(({ name }) => name);
      for (const name of names) await refuseIfFilled(to, name);
      let rows = 0;
      for (const name of names) rows += await copyTable(from, to, name);
      return { tables: names.length, rows };
    }),
  );
}

async function refuseIfFilled(to: Kysely<Tables>, name: string): Promise<void> {
  const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(to);
  if (rows.length === 0) return;
  throw new Error(`The PostgreSQL database is not empty (${name} has rows). Name an empty one.`);
}

async function copyTable(from: Kysely<Tables>, to: Kysely<Tables>, name: string): Promise<number> {
  let copied = 0;
  for (;;) {
    const rows = await slice(from, name, copied);
    const [first] = rows;
    if (!first) return measured(to, name, copied);
    const columns = Object.keys(first);
    const fits = Math.floor(maxParameters / columns.length);
    for (let start = 0; start < rows.length; start += fits) {
      await insert(to, name, columns, rows.slice(start, start + fits));
    }
    copied += rows.length;
  }
}

/** Until PostgreSQL knows how much there is of what, it reads whole tables where an index would do. */
async function measured(to: Kysely<Tables>, name: string, copied: number): Promise<number> {
  await sql`analyze ${sql.table(name)}`.execute(to);
  return copied;
}

type Row = Record<string, unknown>;

async function slice(from: Kysely<Tables>, name: string, offset: number): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`select * from ${sql.table(name)} order by rowid limit 2000 offset ${offset}`.execute(
    from,
  );
  return rows;
}

async function insert(to: Kysely<Tables>, name: string, columns: readonly string[], rows: readonly Row[]) {
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
  const names = sql.join(columns.map((column) => sql.id(column)));
  await sql`insert into ${sql.table(name)} (${names}) values ${sql.join(values)}`.execute(to);
}

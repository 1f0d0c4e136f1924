import { type Kysely, sql } from 'kysely';

type Type = 'text' | 'bigint' | 'integer';

/** Columns are `not null` unless their type ends in `?`. Times and counters are bigint, flags are integer. */
export type Table = {
  columns: { readonly [name: string]: Type | `${Type}?` };
  key: readonly [string, ...string[]];
  unique?: readonly (readonly [string, ...string[]])[];
  indexes?: readonly (readonly [string, ...string[]])[];
};

export async function createTable(db: Kysely<unknown>, name: string, table: Table): Promise<void> {
  const columns = Object.entries(table.columns).map(([column, type]) => sql`${sql.id(column)} ${definition(type)}`);
  const uniques = (table.unique ?? []).map((unique) => sql`unique (${names(unique)})`);
  const parts = [...columns, sql`primary key (${names(table.key)})`, ...uniques];
  await sql`create table ${sql.table(name)} (${sql.join(parts)})`.execute(db);
  for (const index of table.indexes ?? []) {
    await sql`create index ${sql.id([name, ...index].join('_'))} on ${sql.table(name)} (${names(index)})`.execute(db);
  }
}

function definition(type: string) {
  return type.endsWith('?') ? sql.raw(type.slice(0, -1)) : sql.raw(`${type} not null`);
}

function names(columns: readonly string[]) {
  return sql.join(columns.map((column) => sql.id(column)));
}

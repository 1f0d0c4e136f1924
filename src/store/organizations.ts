import type { Organization, Organizations } from '../core/organizations.ts';
import type { Database, Executor } from './database.ts';
import { parse } from './json.ts';
import { lastKnown } from './last-known.ts';
import type { Tables } from './tables.ts';

export function organizationStore({ outside, write }: Database): Organizations {
  return {
    list: () => list(outside),
    find: lastKnown((id: string) => find(outside, id)),
    ensure: (organization) => write((tx) => ensure(tx, organization)),
  };
}

async function list({ db }: Executor): Promise<readonly Organization[]> {
  const rows = await db.selectFrom('organizations').selectAll().orderBy('created_at').orderBy('id').execute();
  return rows.map(fromRow);
}

async function find({ db }: Executor, id: string): Promise<Organization | undefined> {
  const row = await db.selectFrom('organizations').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

async function ensure(
  tx: Executor,
  { id, name, entitlements }: Omit<Organization, 'createdAt'>,
): Promise<Organization> {
  const row = { id, name, entitlements: JSON.stringify(entitlements), created_at: await tx.now() };
  await tx.db
    .insertInto('organizations')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  return (await find(tx, id)) ?? fromRow(row);
}

function fromRow({ id, name, entitlements, created_at }: Tables['organizations']): Organization {
  return { id, name, entitlements: parse(entitlements), createdAt: created_at };
}

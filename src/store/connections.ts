import type { Connection, Connections } from '../core/connections.ts';
import { refuse } from '../core/errors.ts';
import type { Database, Executor } from './database.ts';
import type { Tables } from './tables.ts';

export type ConnectionStore = Connections & {
  /** An organization connects a tenant once: a second connection to it is refused. */
  add(connection: Omit<Connection, 'createdAt'>): Promise<Connection>;
  /** False when there is no such connection. */
  remove(organization: string, id: string): Promise<boolean>;
};

export function connectionStore({ outside, write }: Database): ConnectionStore {
  return {
    list: (organization) => list(outside, organization),
    add: (connection) => write((tx) => add(tx, connection)),
    remove: (organization, id) => write((tx) => remove(tx, organization, id)),
  };
}

async function list({ db }: Executor, organization: string): Promise<readonly Connection[]> {
  const rows = await db
    .selectFrom('connections')
    .selectAll()
    .where('organization', '=', organization)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(fromRow);
}

async function add(tx: Executor, { tenantId, ...rest }: Omit<Connection, 'createdAt'>): Promise<Connection> {
  const row = { ...rest, tenant_id: tenantId.toLowerCase(), created_at: await tx.now() };
  const added = await tx.db
    .insertInto('connections')
    .values(row)
    .onConflict((conflict) => conflict.columns(['organization', 'tenant_id']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!added) refuse('precondition_failed', 'This tenant is connected already. Remove that connection first.');
  return fromRow(added);
}

async function remove({ db }: Executor, organization: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('connections')
    .where('organization', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

function fromRow({ id, organization, tenant_id, name, mode, created_at }: Tables['connections']): Connection {
  return { id, organization, tenantId: tenant_id, name, mode, createdAt: created_at };
}

import { watchKey, watchKind } from '../core/alerts/watch.ts';
import type { ConnectionStanding, NoteStanding } from '../core/connection-health.ts';
import type { Connection, Connections } from '../core/connections.ts';
import { driftKind } from '../core/drift/watch-drift.ts';
import { refuse } from '../core/errors.ts';
import type { Database, Executor } from './database.ts';
import { ensure } from './due.ts';
import { parseOptional } from './json.ts';
import { lastKnown } from './last-known.ts';
import { present } from './present.ts';
import type { Tables } from './tables.ts';

type NewConnection = Omit<Connection, 'createdAt'>;

export type ConnectionStore = Connections & {
  /** An organization connects a tenant once: a second connection to it is refused. */
  add(connection: NewConnection): Promise<Connection>;
  /** What was learnt of a tenant is true of everybody's connection to it. */
  note: NoteStanding;
  /** False when there is no such connection. */
  remove(organization: string, id: string): Promise<boolean>;
};

export function connectionStore(database: Database): ConnectionStore {
  const { outside, write } = database;
  return {
    list: lastKnown((organization: string, keyId?: string) => list(outside, organization, keyId)),
    find: lastKnown((organization: string, id: string) => find(outside, organization, id)),
    add: (connection) => write((tx) => add(tx, connection)),
    note: (tenantId, standing) => note(database, tenantId, standing),
    remove: (organization, id) => write((tx) => remove(tx, organization, id)),
  };
}

async function list(outside: Executor, organization: string, keyId?: string): Promise<readonly Connection[]> {
  const bound = keyId === undefined ? undefined : await boundTo(outside, organization, keyId);
  const rows = await outside.db
    .selectFrom('connections')
    .selectAll()
    .where('organization', '=', organization)
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.filter(({ id }) => bound?.includes(id) ?? true).map(fromRow);
}

async function find({ db }: Executor, organization: string, id: string): Promise<Connection | undefined> {
  const found = db.selectFrom('connections').selectAll().where('id', '=', id);
  const row = await found.where('organization', '=', organization).executeTakeFirst();
  return row && fromRow(row);
}

/** Undefined: the key was made for all of them. */
async function boundTo({ db }: Executor, organization: string, keyId: string): Promise<readonly string[] | undefined> {
  const key = await db
    .selectFrom('api_keys')
    .select('connections')
    .where('organization', '=', organization)
    .where('id', '=', keyId)
    .executeTakeFirst();
  return key ? parseOptional<string[]>(key.connections) : [];
}

async function add(tx: Executor, connection: NewConnection): Promise<Connection> {
  const added = await tx.db
    .insertInto('connections')
    .values(await newRow(tx, connection))
    .onConflict((conflict) => conflict.columns(['organization', 'tenant_id']).doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!added) refuse('precondition_failed', 'This tenant is connected already. Remove that connection first.');
  await watchFromNow(tx, added);
  return fromRow(added);
}

/** Adds it, or brings the organization's connection to that tenant up to date; its id and name stay. */
export async function addOrUpdate(tx: Executor, connection: NewConnection): Promise<Connection> {
  const row = await newRow(tx, connection);
  const { mode, health, app_roles, connected_by } = row;
  const stored = await tx.db
    .insertInto('connections')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['organization', 'tenant_id']).doUpdateSet({ mode, health, app_roles, connected_by }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  await watchFromNow(tx, stored);
  return fromRow(stored);
}

/** Most answers say what is known: those write nothing. */
async function note({ outside, write }: Database, tenantId: string, { health, appRoles }: ConnectionStanding) {
  const facts = { health, ...(appRoles && { app_roles: JSON.stringify(appRoles) }) };
  const known = await outside.db
    .selectFrom('connections')
    .select(['health', 'app_roles'])
    .where('tenant_id', '=', tenantId)
    .execute();
  if (known.every((row) => row.health === health && (!facts.app_roles || row.app_roles === facts.app_roles))) return;
  await write(async ({ db }) => {
    await db.updateTable('connections').set(facts).where('tenant_id', '=', tenantId).execute();
  });
}

async function watchFromNow(tx: Executor, { organization, id }: Tables['connections']): Promise<void> {
  for (const kind of [watchKind, driftKind]) await ensure(tx, kind, watchKey(organization, id));
}

async function newRow(tx: Executor, connection: NewConnection): Promise<Tables['connections']> {
  const { id, organization, tenantId, name, mode, health = null, appRoles, connectedBy = null } = connection;
  return {
    ...{ id, organization, name, mode, health },
    tenant_id: tenantId.toLowerCase(),
    app_roles: appRoles ? JSON.stringify(appRoles) : null,
    connected_by: connectedBy,
    created_at: await tx.now(),
  };
}

/** What is told of it ends with it; the journal has what was. */
async function remove({ db }: Executor, organization: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('connections')
    .where('organization', '=', organization)
    .where('id', '=', id)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await db.deleteFrom('alerts').where('connection_id', '=', id).execute();
  await db.deleteFrom('watches').where('connection_id', '=', id).execute();
  return true;
}

function fromRow(row: Tables['connections']): Connection {
  return {
    id: row.id,
    organization: row.organization,
    tenantId: row.tenant_id,
    name: row.name,
    mode: row.mode,
    createdAt: row.created_at,
    ...present('health', row.health),
    ...present('appRoles', parseOptional<string[]>(row.app_roles)),
    ...present('connectedBy', row.connected_by),
  };
}

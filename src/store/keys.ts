import { timingSafeEqual } from 'node:crypto';
import type { KeyRecord, Keys } from '../core/keys.ts';
import type { Database, Executor } from './database.ts';
import { parse, parseOptional } from './json.ts';
import { lastKnown } from './last-known.ts';
import { present } from './present.ts';
import type { KeyRow } from './tables.ts';

type NewKey = Parameters<Keys['create']>[0];

/** A use is recorded at most this often: reading must not cost a durable commit each time. */
const useRecordedMs = 60_000;

export function keyStore({ outside, write }: Database): Keys {
  async function findByDigest(digest: string): Promise<KeyRecord | undefined> {
    const now = await outside.now();
    const row = await findLive(outside, now, 'digest', digest);
    if (!row || !sameText(row.digest, digest)) return undefined;
    if ((row.last_used_at ?? 0) + useRecordedMs < now) {
      // Without room to write, a key still opens what may be read.
      await write((tx) => recordUse(tx, row.id, now)).catch(() => undefined);
    }
    return fromRow(row);
  }

  return {
    create: (key, digest) => write((tx) => create(tx, key, digest)),
    findByDigest: lastKnown(findByDigest),
    find: (id) => find(outside, id),
    findLive: lastKnown(async (id: string) => {
      const row = await findLive(outside, await outside.now(), 'id', id);
      return row && fromRow(row);
    }),
    list: (organization) => list(outside, organization),
    revoke: (organization, id) => write((tx) => revoke(tx, organization, id)),
  };
}

async function create(tx: Executor, key: NewKey, digest: string): Promise<KeyRecord> {
  const row: KeyRow = {
    id: key.id,
    organization: key.organization,
    name: key.name,
    scopes: JSON.stringify(key.scopes),
    connections: key.connections ? JSON.stringify(key.connections) : null,
    digest,
    created_at: await tx.now(),
    expires_at: key.expiresAt ?? null,
    revoked_at: null,
    last_used_at: null,
    unlimited: key.unlimited ? 1 : 0,
  };
  await tx.db.insertInto('api_keys').values(row).execute();
  return fromRow(row);
}

function findLive({ db }: Executor, now: number, column: 'digest' | 'id', value: string): Promise<KeyRow | undefined> {
  return db
    .selectFrom('api_keys')
    .selectAll()
    .where(column, '=', value)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .executeTakeFirst();
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

/** Of many that come at once the first one is recorded. */
async function recordUse({ db }: Executor, id: string, now: number): Promise<void> {
  await db
    .updateTable('api_keys')
    .set({ last_used_at: now })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', now - useRecordedMs)]))
    .execute();
}

async function find({ db }: Executor, id: string): Promise<KeyRecord | undefined> {
  const row = await db.selectFrom('api_keys').selectAll().where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

async function list({ db }: Executor, organization: string): Promise<readonly KeyRecord[]> {
  const keys = db.selectFrom('api_keys').selectAll().where('organization', '=', organization);
  return (await keys.orderBy('created_at').orderBy('id').execute()).map(fromRow);
}

async function revoke(tx: Executor, organization: string, id: string): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('api_keys')
    .set({ revoked_at: await tx.now() })
    .where('organization', '=', organization)
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function fromRow(row: KeyRow): KeyRecord {
  return {
    id: row.id,
    organization: row.organization,
    name: row.name,
    scopes: parse(row.scopes),
    createdAt: row.created_at,
    ...present('connections', parseOptional<string[]>(row.connections)),
    ...present('expiresAt', row.expires_at),
    ...present('revokedAt', row.revoked_at),
    ...present('lastUsedAt', row.last_used_at),
    ...(row.unlimited ? { unlimited: true } : {}),
  };
}

import { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { StoreDialect } from '../dialect/dialect.ts';
import { start } from './0001-start.ts';
import { claimsAndRates } from './0002-claims-and-rates.ts';
import { exceptions } from './0007-exceptions.ts';
import { sending } from './0008-sending.ts';
import { alerts } from './0009-alerts.ts';
import { driftAndDigests } from './0010-drift-and-digests.ts';
import { plans } from './0011-plans.ts';
import { shownAt } from './0012-shown-at.ts';
import { toldScores } from './0013-told-scores.ts';
import { operationsByConnection } from './0014-operations-by-connection.ts';

/** In the order in which they run. One that has been released is never changed. */
function migrations(dialect: StoreDialect): Record<string, Migration> {
  return {
    '0001-start': start(dialect),
    '0002-claims-and-rates': claimsAndRates,
    '0007-exceptions': exceptions,
    '0008-sending': sending,
    '0009-alerts': alerts,
    '0010-drift-and-digests': driftAndDigests,
    '0011-plans': plans,
    '0012-shown-at': shownAt(dialect),
    '0013-told-scores': toldScores,
    '0014-operations-by-connection': operationsByConnection,
  };
}

/** Brings the schema up to date. Several processes may do it at once; a schema newer than this program is refused. */
export async function migrate(dialect: StoreDialect): Promise<void> {
  const db = new Kysely<unknown>({ dialect: dialect.connectForMigration() });
  try {
    const known = migrations(dialect);
    const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
    await refuseUnknown(db, Object.keys(known));
    const { error } = await migrator.migrateToLatest();
    if (error) throw error;
  } finally {
    await db.destroy();
  }
}

async function refuseUnknown(db: Kysely<unknown>, known: readonly string[]): Promise<void> {
  const unknown = (await appliedMigrations(db)).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new Error(
    `The stored data has a schema this version of Bulwark does not know (${unknown}). Start the version that wrote it, or a newer one.`,
  );
}

async function appliedMigrations(db: Kysely<unknown>): Promise<readonly string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return [];
  const applied = await (db as Kysely<{ kysely_migration: { name: string } }>)
    .selectFrom('kysely_migration')
    .select('name')
    .execute();
  return applied.map(({ name }) => name);
}

import { join } from 'node:path';
import type { Config } from '../config.ts';
import { entitlements } from '../core/actors.ts';
import { ensureCheckpointKey, readCheckpointKey } from '../store/checkpoints/checkpoint-key.ts';
import type { CheckpointPlace } from '../store/checkpoints/journal-keeper.ts';
import type { DatabaseOptions } from '../store/database.ts';
import { openStore, type Store, type StoreHome } from '../store/open.ts';
import { machine } from './machine.ts';

/** The one organization of an installation that nobody divided. */
export const defaultOrganization = 'org_default';

/** Simulated data is never opened with real credentials. */
export function dataDirectory({ microsoft, dataDir }: Config): string {
  return microsoft ? dataDir : join(dataDir, 'simulated');
}

export function storeHome(config: Config): StoreHome {
  const { databaseUrl: url } = config;
  return url ? { kind: 'postgres', url } : { kind: 'embedded', directory: dataDirectory(config) };
}

export async function openHomeStore(config: Config, more: Pick<DatabaseOptions, 'onAppended'> = {}): Promise<Store> {
  const options = { instance: machine.newId(), claimTtlMs: config.idempotencyTtlMs, ...more };
  const store = await openStore(storeHome(config), options);
  await store.organizations.ensure({ id: defaultOrganization, name: 'Default', entitlements });
  return store;
}

export function checkpointDirectory(config: Config): string {
  return config.checkpoints.directory ?? join(dataDirectory(config), 'checkpoints');
}

/** Where checkpoints go and what signs them. A key that nobody configured is made at first use. */
export function checkpointPlace(config: Config): CheckpointPlace {
  const own = join(dataDirectory(config), 'checkpoint-key.pem');
  const { key = own } = config.checkpoints;
  if (key === own) ensureCheckpointKey(own);
  return { directory: checkpointDirectory(config), key: readCheckpointKey(key) };
}

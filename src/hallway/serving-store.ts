import { mkdirSync } from 'node:fs';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { type JournalKeeper, journalKeeper } from '../store/checkpoints/journal-keeper.ts';
import type { Store } from '../store/open.ts';
import { holdServingLock, type ServingLock } from '../store/serving-lock.ts';
import { checkpointPlace, dataDirectory, openHomeStore } from './home.ts';
import { machine } from './machine.ts';

export type ServingStore = {
  store: Store;
  keeper: JournalKeeper;
  /** Absent on PostgreSQL, which several servers may share. */
  lock?: ServingLock;
};

/** The store as a server opens it: alone on embedded data, and with the journal compared to what was signed of it. */
export async function openServingStore(
  config: Config,
  log: Log,
  onAppended: (ms: number) => void,
): Promise<ServingStore> {
  const directory = dataDirectory(config);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const alone = config.databaseUrl === undefined;
  const lock = alone ? { lock: holdServingLock(directory) } : {};
  const store = await openHomeStore(config, { onAppended });
  if (alone) await store.freeLeasesOfDeadInstances();
  const keeper = journalKeeper(store, checkpointPlace(config), machine.now);
  const bad = await keeper.check();
  if (bad) log.fatal({ bad }, 'the journal does not match its newest checkpoint: Bulwark changes nothing');
  return { store, keeper, ...lock };
}

/** Signs what nothing has signed yet, then lets go. */
export async function closeServingStore({ store, keeper, lock }: ServingStore): Promise<void> {
  try {
    await keeper.checkpoint(true);
  } finally {
    await store.close();
    lock?.release();
  }
}

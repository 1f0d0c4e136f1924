import type { Ports } from './cli/ports.ts';
import type { Config } from './config.ts';
import { doctorChecks } from './doctor-checks.ts';
import { checkpointPlace, dataDirectory, defaultOrganization, openHomeStore } from './home.ts';
import { machine, newApiKey } from './machine.ts';
import { journalProof } from './store/archive/journal-proof.ts';
import { verifyArchive } from './store/archive/verify-archive.ts';
import { moveStore } from './store/move.ts';
import type { Store } from './store/open.ts';

export type OpenPorts = { ports: Ports; close(): Promise<void> };

/** What verbs work with, opened as they ask for it. */
export function cliPorts(config: Config): OpenPorts {
  let opened: Promise<Store> | undefined;
  const store = () => {
    opened ??= openHomeStore(config);
    return opened;
  };
  const checks = doctorChecks(config, store);
  return {
    ports: {
      ...bare,
      store,
      journal: async () => journalProof(await store(), checkpointPlace(config), machine.now),
      moveStore: (url) => moveHome(config, url),
      checks: checks.list,
    },
    async close() {
      await checks.close();
      await opened?.then(
        (open) => open.close(),
        () => undefined,
      );
    },
  };
}

/** What works although the configuration does not. */
export const bare = { organization: defaultOrganization, runtime: machine, newApiKey, verifyArchive };

async function moveHome(config: Config, url: string) {
  if (config.databaseUrl) throw new Error('DATABASE_URL is set. Unset it: store move copies the embedded store.');
  const moved = await moveStore(dataDirectory(config), url, machine.newId());
  const target = { ...config, databaseUrl: url };
  const store = await openHomeStore(target);
  try {
    return { ...moved, journal: await journalProof(store, checkpointPlace(target), machine.now).verify() };
  } finally {
    await store.close();
  }
}

import { configurationCheck } from '../cli/doctor/configuration.ts';
import type { Ports } from '../cli/ports.ts';
import type { Config } from '../config.ts';
import { defaultRateLimits } from '../core/rate-limits.ts';
import { journalProof } from '../store/archive/journal-proof.ts';
import { verifyArchive } from '../store/archive/verify-archive.ts';
import { moveStore } from '../store/move.ts';
import type { Store } from '../store/open.ts';
import { doctorChecks } from './doctor-checks.ts';
import { checkpointPlace, dataDirectory, defaultOrganization, openHomeStore } from './home.ts';
import { machine, newApiKey } from './machine.ts';

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
      rateLimits: config.rateLimits,
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

const bare = { organization: defaultOrganization, runtime: machine, newApiKey, verifyArchive };

/** Help and archives need no configuration; everything else tells what is wrong with it. */
export function unconfiguredPorts(problems: readonly string[]): OpenPorts {
  const refuse = async (): Promise<never> => {
    throw new Error(problems.join('\n'));
  };
  const checks: Ports['checks'] = async () => [configurationCheck(problems)];
  const ports = { ...bare, rateLimits: defaultRateLimits, store: refuse, journal: refuse, moveStore: refuse, checks };
  return { ports, close: async () => undefined };
}

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

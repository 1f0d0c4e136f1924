import { constants, existsSync } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';
import { createConnectorToken } from '../bot/connector-token.ts';
import { createSigningKeys } from '../bot/signing-keys.ts';
import { botCheck } from '../cli/doctor/bot.ts';
import { certificateCheck } from '../cli/doctor/certificates.ts';
import { type Check, failed } from '../cli/doctor/check.ts';
import { checkpointCheck } from '../cli/doctor/checkpoints.ts';
import { configurationCheck } from '../cli/doctor/configuration.ts';
import { graphCheck } from '../cli/doctor/graph.ts';
import { journalCheck } from '../cli/doctor/journal.ts';
import { storeCheck } from '../cli/doctor/store.ts';
import { type Tenant, tenantCheck } from '../cli/doctor/tenants.ts';
import type { Config } from '../config.ts';
import { reachGraph } from '../graph/reach.ts';
import { openTokens, type Tokens } from '../graph/tokens.ts';
import { journalProof } from '../store/archive/journal-proof.ts';
import type { Store } from '../store/open.ts';
import { openFailure } from '../store/open-failure.ts';
import { certificatesOf } from './certificates.ts';
import { checkpointDirectory, checkpointPlace, dataDirectory } from './home.ts';
import { machine } from './machine.ts';
import { findSurroundings, type Surroundings } from './surroundings.ts';

const { now } = machine;
/** A simulator on this machine answers at once, if it is there. */
const answerMs = 2_000;

/** Every check of the doctor, on real ports. */
export function doctorChecks(config: Config, store: () => Promise<Store>) {
  let surroundings: Surroundings | undefined;
  let tokens: Tokens | undefined;

  async function list(): Promise<readonly Check[]> {
    return [...homeChecks(config, store), ...(await outsideChecks().catch(noSimulator))];
  }

  async function outsideChecks(): Promise<readonly Check[]> {
    surroundings = await findSurroundings(await besideServer(config));
    tokens = openTokens(surroundings.cloud, surroundings.graphCredential, machine);
    return microsoftChecks(config, surroundings, tokens, store);
  }

  async function close(): Promise<void> {
    await tokens?.close();
    await surroundings?.close();
  }

  return { list, close };
}

/** A simulated world that a server runs already is the one to look at; one of our own stays out of its way. */
async function besideServer(config: Config): Promise<Config> {
  const { microsoft, simulator } = config;
  if (microsoft || simulator.url) return config;
  const url = `http://127.0.0.1:${simulator.port}`;
  const runs = await fetch(`${url}/_simulator/world`, { signal: AbortSignal.timeout(answerMs) }).then(
    ({ ok }) => ok,
    () => false,
  );
  return { ...config, simulator: { ...simulator, ...(runs ? { url } : { port: 0 }) } };
}

/** Only the simulated world is asked before there is anything to check. */
function noSimulator(): readonly Check[] {
  const name = 'simulated world';
  const finding = failed(name, 'not reachable', 'Start it: npm run simulator. Or unset SIMULATOR_URL.');
  return [{ name, run: async () => [finding] }];
}

function homeChecks(config: Config, store: () => Promise<Store>): readonly Check[] {
  const place = config.databaseUrl ? 'PostgreSQL' : `embedded database in ${dataDirectory(config)}`;
  return [
    configurationCheck([]),
    storeCheck({ place, open: store, explain: openFailure }),
    journalCheck({
      whyNotWritable: async () => (await store()).whyNotWritable(),
      verify: async () => journalProof(await store(), checkpointPlace(config), now).verify(),
    }),
    checkpointCheck({
      directory: checkpointDirectory(config),
      placeBesideStore: isInside(config.dataDir, checkpointDirectory(config)),
      keyBesideStore: isKeyBesideStore(config),
      tryOut: () => tryCheckpointPlace(config),
    }),
  ];
}

function isInside(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/** A key that is given as text stands in no directory. */
function isKeyBesideStore(config: Config): boolean {
  const { key } = config.checkpoints;
  return key === undefined || (existsSync(key) && isInside(config.dataDir, key));
}

async function tryCheckpointPlace(config: Config): Promise<void> {
  const { directory } = checkpointPlace(config);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await access(directory, constants.W_OK);
}

function microsoftChecks(
  config: Config,
  { cloud, homeTenantId, botId, botCredential, holders }: Surroundings,
  tokens: Tokens,
  store: () => Promise<Store>,
): readonly Check[] {
  const registration = { cloud, appId: botId, tenant: homeTenantId, credential: botCredential, now };
  const signingKeys = createSigningKeys({ metadataUrl: cloud.metadataUrl, now });
  return [
    certificateCheck(certificatesOf(config), now),
    tenantCheck({
      homeTenantId,
      connected: () => connectedTenants(store),
      mint: (tenantId) => tokens.get(tenantId, { fresh: true, explicit: true }),
    }),
    graphCheck({ url: cloud.graphUrl, reach: () => reachGraph(cloud), now }),
    botCheck({
      botId,
      token: createConnectorToken(registration),
      signingKeys: signingKeys.ready,
      tenants: [homeTenantId].filter(Boolean),
      admins: holders.admin.people.length + holders.admin.groups.length,
    }),
  ];
}

async function connectedTenants(store: () => Promise<Store>): Promise<readonly Tenant[]> {
  const { organizations, connections } = await store();
  const listed = await Promise.all((await organizations.list()).map(({ id }) => connections.list(id)));
  return listed.flat();
}

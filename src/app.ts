import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { apiMount } from './api/mount.ts';
import { buildBot } from './build-bot.ts';
import { buildCore, type Core } from './build-core.ts';
import type { Config } from './config.ts';
import type { Access } from './core/access.ts';
import { entitlements } from './core/actors.ts';
import type { Chat } from './core/chat.ts';
import { identifyKey } from './core/keys.ts';
import { reconcileInterrupted } from './core/operations/reconcile.ts';
import { rolesFromLists } from './core/roles.ts';
import { setUpDemo } from './demo.ts';
import { createGraph } from './graph/graph.ts';
import { type FrontDoor, startFrontDoor } from './http/front-door.ts';
import { drainOutbox } from './jobs/outbox.ts';
import { type Job, startJobs, type Timetable } from './jobs/timetable.ts';
import type { Log } from './log.ts';
import { machine } from './machine.ts';
import { messagesMount } from './messages-mount.ts';
import { openStore, type Store } from './store/open.ts';
import { holdServingLock } from './store/serving-lock.ts';
import { findSurroundings, type Surroundings } from './surroundings.ts';

export type App = { url: string; directory: string; demo?: { key: string; chatUrl: string }; stop(): Promise<void> };

const organization = 'org_default';
const drainMs = 25_000;

/** Builds each room once, introduces them to one another, and opens the doors. */
export async function startApp(config: Config, log: Log): Promise<App> {
  const surroundings = await findSurroundings(config);
  const directory = surroundings.simulated ? join(config.dataDir, 'simulated') : config.dataDir;
  const rooms = await openRooms(config, surroundings, directory, log);
  const { simulated } = surroundings;
  const demo =
    simulated && (await setUpDemo(rooms.store, machine, organization, { ...surroundings, simulated }, directory));
  const door = await openFrontDoor(config, rooms, log);
  const jobs = startJobs(jobList(config, rooms), (job, thrown) => log.error({ err: thrown, job }, 'a job failed'));
  if (simulated) await announceBot(simulated.url, door.url);
  return {
    url: door.url,
    directory,
    ...(demo && simulated ? { demo: { ...demo, chatUrl: `${simulated.url}/` } } : {}),
    stop: () => stop(rooms, door, jobs),
  };
}

type Rooms = Awaited<ReturnType<typeof openRooms>>;

async function openRooms(config: Config, surroundings: Surroundings, directory: string, log: Log) {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = config.databaseUrl ? undefined : holdServingLock(directory);
  const store = await openServingStore(config, directory);
  const graph = createGraph(graphOptions(config, surroundings, store, log));
  const access = accessOf(store, surroundings);
  const { confirmTtlMs } = config;
  const core = buildCore({ store, access, policies: graph.policies, runtime: machine, confirmTtlMs });
  const bot = buildBot({ surroundings, store, core, access, organization, log });
  return { surroundings, lock, store, graph, core, bot };
}

function openFrontDoor(config: Config, { store, core, bot }: Rooms, log: Log): Promise<FrontDoor> {
  const verbs = {
    ...core,
    store: store.operations,
    connections: store.connections,
    runtime: machine,
    restDeadlineMs: config.restDeadlineMs,
  };
  return startFrontDoor({
    host: config.host,
    port: config.port,
    mounts: [messagesMount(bot.handleActivity), apiMount(verbs, (key) => identifyKey(store.keys, machine, key))],
    ready: async () => readiness({ store: await store.ready(), signingKeys: await bot.signingKeys.ready() }),
    log,
  });
}

/** New work is refused first; what is under way ends; what it left behind is closed last. */
async function stop(
  { core, graph, store, surroundings, lock }: Rooms,
  door: FrontDoor,
  jobs: Timetable,
): Promise<void> {
  await door.drain(drainMs);
  await core.engine.idle();
  await jobs.stop();
  await graph.close();
  await store.close();
  await surroundings.close();
  lock?.release();
}

async function openServingStore({ databaseUrl }: Config, directory: string): Promise<Store> {
  const instance = machine.newId();
  const home = databaseUrl
    ? ({ kind: 'postgres', url: databaseUrl } as const)
    : ({ kind: 'embedded', directory } as const);
  const store = await openStore(home, { instance });
  if (!databaseUrl) await store.freeLeasesOfDeadInstances();
  await store.organizations.ensure({ id: organization, name: 'Default', entitlements });
  return store;
}

function graphOptions(config: Config, { graphCloud, graphCredential }: Surroundings, store: Store, log: Log) {
  return {
    cloud: graphCloud,
    credential: graphCredential,
    runtime: machine,
    rateSlot: store.rateSlot(config.rateGapMs),
    readCacheMs: config.readCacheMs,
    writeDeadlineMs: config.graphWriteDeadlineMs,
    onDenied: (denied: unknown) => log.error({ denied }, 'a Graph request is not on the egress list'),
  };
}

function accessOf(store: Store, { homeTenantId, roleMembers }: Surroundings): Access {
  return {
    rolesOf: async (person) => rolesFromLists({ tenantId: homeTenantId, members: roleMembers }, person),
    grantOf: async ({ keyId }) => {
      const key = await store.keys.find(keyId);
      return key && key.revokedAt === undefined ? key : undefined;
    },
    entitlementsOf: async (id) => (await store.organizations.find(id))?.entitlements ?? [],
  };
}

function jobList(config: Config, { store, core, bot }: Rooms): readonly Job[] {
  const { outbox, operations } = store;
  const chat: Chat = bot.chat;
  return [
    { name: 'outbox', everyMs: 300, run: async () => (await drainOutbox({ outbox, chat })) > 0 },
    { name: 'expiry', everyMs: 15_000, run: () => once(operations.expire()) },
    { name: 'reconcile', everyMs: 2_000, run: () => once(reconcileInterrupted(core.enginePorts, config.settleMs)) },
  ];
}

async function once(work: Promise<unknown>): Promise<boolean> {
  await work;
  return false;
}

function readiness(checks: Record<string, boolean>) {
  return { ready: Object.values(checks).every(Boolean), checks };
}

/** The simulated chat hands its messages to every product process that announced itself. */
async function announceBot(simulatorUrl: string, ownUrl: string): Promise<void> {
  const body = JSON.stringify({ url: `${ownUrl}/api/messages` });
  const headers = { 'content-type': 'application/json' };
  await fetch(new URL('/_simulator/bots', simulatorUrl), { method: 'POST', headers, body });
}

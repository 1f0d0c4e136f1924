import type { Config } from './config.ts';
import type { Access } from './core/access.ts';
import { healthWatch } from './core/connection-health.ts';
import { protectionList } from './core/containment/protection.ts';
import { within } from './core/deadline.ts';
import { roleReader } from './core/roles.ts';
import { createGraph, type Graph } from './graph/graph.ts';
import { buildBot } from './hallway/build-bot.ts';
import { buildCore } from './hallway/build-core.ts';
import { certificatesOf } from './hallway/certificates.ts';
import { refuseRealData, refuseSimulatedData, setUpDemo } from './hallway/demo.ts';
import { openFrontDoor } from './hallway/front-door.ts';
import { dataDirectory, defaultOrganization as organization } from './hallway/home.ts';
import { jobList } from './hallway/job-list.ts';
import { machine } from './hallway/machine.ts';
import { openMetricsDoor } from './hallway/metrics-door.ts';
import { observedStore, observer } from './hallway/observe.ts';
import { closeServingStore, openServingStore } from './hallway/serving-store.ts';
import { announceBot, findSurroundings, type Surroundings } from './hallway/surroundings.ts';
import type { FrontDoor } from './http/front-door.ts';
import type { MetricSources } from './http/metrics.ts';
import { startJobs, type Timetable } from './jobs/timetable.ts';
import type { Log } from './log.ts';
import type { Store } from './store/open.ts';

export type App = {
  url: string;
  metricsUrl: string;
  directory: string;
  demo?: { key: string; chatUrl: string };
  stop(): Promise<void>;
};

const drainMs = 25_000;

/** Builds each room once, introduces them to one another, and opens the doors. */
export async function startApp(config: Config, log: Log): Promise<App> {
  const surroundings = await findSurroundings(config);
  const directory = dataDirectory(config);
  const { simulated } = surroundings;
  const address: Address = { ...(config.publicUrl === undefined ? {} : { url: config.publicUrl }) };
  const rooms = await openRooms(config, surroundings, address, log);
  if (!simulated) await refuseSimulatedData(rooms.store, organization);
  else if (config.databaseUrl) await refuseRealData(rooms.store, organization, surroundings.homeTenantId);
  const demo =
    simulated && (await setUpDemo(rooms.store, machine, organization, { ...surroundings, simulated }, directory));
  const metricsDoor = await openMetricsDoor(config, rooms.watching, log);
  const door = await openFrontDoor(config, rooms, log);
  if (simulated) address.url ??= door.url;
  const jobs = startJobs(jobList({ ...rooms, chat: rooms.bot.chat, config, log }), (job, thrown) =>
    log.error({ err: thrown, job }, 'a job failed'),
  );
  if (simulated) await announceBot(simulated.url, door.url);
  return {
    url: door.url,
    metricsUrl: `${metricsDoor.url}/metrics`,
    directory,
    ...(demo && simulated ? { demo: { ...demo, chatUrl: `${simulated.url}/` } } : {}),
    stop: () => stop(rooms, door, jobs).finally(() => metricsDoor.close()),
  };
}

/** Where this server is reached: in the simulated world known once the door is open. */
type Address = { url?: string };

type Rooms = Awaited<ReturnType<typeof openRooms>>;

async function openRooms(config: Config, surroundings: Surroundings, address: Address, log: Log) {
  const opened: { store?: Store } = {};
  const watching = observer(metricSources(opened), log);
  const serving = await openServingStore(config, log, watching.appended);
  opened.store = serving.store;
  const store = observedStore(serving.store, watching);
  const graph = createGraph({ ...graphOptions(config, surroundings, store, log), onAnswered: watching.answered });
  const access = accessOf(store, graph, surroundings);
  const protection = protectionList(graph.users, machine, surroundings.protectedAccounts);
  const callbackUrl = () => address.url && new URL('/connect/callback', address.url).href;
  const certificates = certificatesOf(config);
  const settings = { ...coreSettings(config), certificates, callbackUrl, homeOrganization: organization };
  const onUnsettled = ({ id }: { id: string }, thrown: unknown) =>
    log.error({ err: thrown, operation: id }, 'an outcome cannot be recorded yet: Bulwark keeps trying');
  const core = buildCore({ ...settings, ...graph, store, access, protection, runtime: machine, onUnsettled });
  const bot = buildBot({ surroundings, store, core, access, organization, log });
  return { surroundings, serving, store, graph, core, bot, protection, watching };
}

/** Nobody asks before the store is open. */
function metricSources(opened: { store?: Store }): MetricSources {
  return {
    backlog: async () => (await opened.store?.outbox.backlog()) ?? { waiting: 0, oldestMs: 0, dead: 0 },
    alerts: async () => (await opened.store?.countAlerts()) ?? {},
  };
}

function coreSettings({ confirmTtlMs, connectLinkTtlMs, approvalTtlMs, approvalVerbs, containLimits }: Config) {
  return { confirmTtlMs, connectLinkTtlMs, approvalTtlMs, approvals: { verbs: approvalVerbs, limits: containLimits } };
}

/** New work is refused first; what is under way ends; what it left behind is closed last. */
async function stop({ core, graph, serving, surroundings }: Rooms, door: FrontDoor, jobs: Timetable): Promise<void> {
  await door.drain(drainMs);
  await within(machine, drainMs, core.engine.idle());
  await jobs.stop();
  await graph.close();
  await surroundings.close();
  await closeServingStore(serving);
}

function graphOptions(config: Config, { cloud, graphCredential }: Surroundings, store: Store, log: Log) {
  return {
    cloud,
    credential: graphCredential,
    runtime: machine,
    rateSlot: store.rateSlot(config.rateGapMs),
    readCacheMs: config.readCacheMs,
    writeDeadlineMs: config.graphWriteDeadlineMs,
    onNews: healthWatch(store.connections.note, (thrown) =>
      log.warn({ err: thrown }, 'the health of a connection could not be noted'),
    ),
    onDenied: (denied: unknown) => log.error({ denied }, 'a Graph request is not on the egress list'),
  };
}

function accessOf(store: Store, { users }: Graph, { homeTenantId: tenantId, holders }: Surroundings): Access {
  return {
    rolesOf: roleReader({ tenantId, holders, users, runtime: machine }),
    grantOf: ({ keyId }) => store.keys.findLive(keyId),
    entitlementsOf: async (id) => (await store.organizations.find(id))?.entitlements ?? [],
  };
}

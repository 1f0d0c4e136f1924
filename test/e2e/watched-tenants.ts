import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { defaultTerms } from '../../src/core/alerts/subscription.ts';
import { defaultOrganization as organization } from '../../src/hallway/home.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { newHome, openDirectly } from '../store/homes.ts';
import type { Json } from './call.ts';
import { type Env, type Running, runProduct, runSimulator } from './processes.ts';
import { type SimulatedWorld, simulatedWorld } from './simulated-world.ts';
import { until } from './until.ts';

/** One tenant, and the thread of the SOC channel that follows it: the simulated chat takes any thread for a place. */
export type WatchedTenant = { n: number; tenantId: string; connectionId: string; conversationId: string };

export type WatchedTenants = {
  world: SimulatedWorld;
  databaseUrl: string;
  store: Store;
  tenants: readonly WatchedTenant[];
  /** Two of them. */
  instances: Running[];
  startInstance(): Promise<Running>;
};

const addedAtOnce = 10;
const everyone = { riskyUsers: ['high', 'medium', 'low'], securityAlerts: ['high'], drift: false } as const;

/** Tenants in a simulated world of its own process, each followed by one conversation, on one PostgreSQL database. */
export async function watchedTenants(count: number, env: Env): Promise<WatchedTenants> {
  const simulator = await runSimulator();
  const world = simulatedWorld((simulator.said['chat'] ?? '').replace(/\/$/, ''));
  const { home, remove } = await newHome('postgres');
  if (home.kind !== 'postgres') throw new Error('Several instances need PostgreSQL.');
  const databaseUrl = home.url;
  const store = await openStore(home, { instance: 'gate' });
  const directories: string[] = [];
  onTestFinished(async () => {
    await store.close();
    await remove();
    for (const directory of directories) await rm(directory, { recursive: true, force: true });
  });

  async function startInstance(): Promise<Running> {
    const directory = await mkdtemp(join(tmpdir(), 'bulwark-instance-'));
    directories.push(directory);
    return runProduct({ SIMULATOR_URL: world.url, DATABASE_URL: databaseUrl, DATA_DIR: directory, ...env });
  }

  // The first one marks the database as one of a simulated world.
  const instances = [await startInstance()];
  const described = (await (await fetch(`${world.url}/_simulator/world`)).json()) as Json;
  const soc = described.conversations.find(({ alias }: Json) => alias === 'soc').id;
  const place = { world, store, soc, serviceUrl: described.serviceUrl };
  const tenants: WatchedTenant[] = [];
  for (let n = 1; n <= count; n += addedAtOnce) {
    const few = Array.from({ length: Math.min(addedAtOnce, count - n + 1) }, (_, more) => addTenant(n + more, place));
    tenants.push(...(await Promise.all(few)));
  }
  instances.push(await startInstance());
  return { world, databaseUrl, store, tenants, instances, startInstance };
}

type Place = { world: SimulatedWorld; store: Store; soc: string; serviceUrl: string };

async function addTenant(n: number, { world, store, soc, serviceUrl }: Place): Promise<WatchedTenant> {
  const tenantId = randomUUID();
  const connectionId = `conn_${n}`;
  const conversationId = `${soc};messageid=${n}`;
  await world.control('PUT', `documents?tenant=${tenantId}`, {});
  await store.connections.add({ id: connectionId, organization, tenantId, name: `Tenant ${n}`, mode: 'aiPilot' });
  await store.conversations.remember({ id: conversationId, organization, tenantId, type: 'channel', serviceUrl });
  await store.conversations.approve(conversationId, { operators: false });
  const entry = { type: 'conversation', organization, via: { channel: 'system' }, detail: {} } as const;
  const actor = { kind: 'system', organization, name: 'gate' } as const;
  const createdBy = { oid: '', name: 'Gate' };
  const terms = {
    ...defaultTerms,
    organization,
    conversationId,
    connections: [connectionId],
    levels: everyone,
    createdBy,
  };
  await store.subscriptions.save(terms, { ...entry, actor });
  return { n, tenantId, connectionId, conversationId };
}

/** Resolves once every tenant was looked at: what is there by then is no news. */
export async function untilWatched({ databaseUrl, tenants }: WatchedTenants, ms: number): Promise<void> {
  const db = openDirectly({ kind: 'postgres', url: databaseUrl });
  const ids = tenants.map(({ connectionId }) => connectionId);
  const watched = db.selectFrom('watches').select('connection_id').where('connection_id', 'in', ids);
  const areAll = async () => (await watched.execute()).length === tenants.length;
  await until('every tenant was looked at', areAll, { ms, everyMs: 500 }).finally(() => db.destroy());
}

/** Names a user by the tenant, so that one in a wrong conversation shows. */
export function raise({ world }: WatchedTenants, { n, tenantId }: WatchedTenant, i: number) {
  const userPrincipalName = canary(n, i);
  const riskyUser = { kind: 'riskyUser', userPrincipalName, userDisplayName: `User ${i}`, riskLevel: 'medium' };
  return world.control('POST', `signals?tenant=${tenantId}`, { ...riskyUser, riskState: 'atRisk' });
}

export function canary(n: number, i: number): string {
  return `canary-${n}-${i}@tenant-${n}.example`;
}

export type SentMessage = { at: number; thread: number; text: string; canaries: readonly string[] };

/** Everything the bot said in threads of the SOC channel. */
export async function sentMessages({ world }: WatchedTenants): Promise<readonly SentMessage[]> {
  const { messages } = (await world.control('GET', 'messages?conversation=soc')).body;
  return messages.flatMap(({ at, replyToId, activity }: Json) => {
    const text = JSON.stringify(activity);
    const canaries = [...new Set(text.match(/canary-\d+-\d+(?=@)/g) ?? [])];
    return replyToId === null ? [] : [{ at: Date.parse(at), thread: Number(replyToId), text, canaries }];
  });
}

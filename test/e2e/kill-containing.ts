import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import type { Operation } from '../../src/core/operations/operation.ts';
import { openStore, type Store, type StoreHome } from '../../src/store/open.ts';
import type { Json } from './call.ts';
import { accountIn, addUsers, type Somebody } from './crowd.ts';
import { type Running, runProduct, runSimulator } from './processes.ts';
import { restClient } from './product.ts';
import { randomFrom } from './random.ts';
import { readWholeJournal } from './record.ts';
import { type SimulatedWorld, simulatedWorld } from './simulated-world.ts';
import { until } from './until.ts';

const atOnce = 4;
/** A containment asks Graph at least for the user twice, for the roles, for both writes and for what came of them. */
const requestsOfOne = 6;

type Scene = { world: SimulatedWorld; env: Record<string, string>; random: () => number };

/**
 * Kills the product while it contains users, again and again, and checks its record against the tenant. Answers how
 * many containments a kill interrupted. `kills` is few enough that the oldest intent is still fresh when the last
 * product settles.
 */
export async function killContaining(kills: number, seed: number, databaseUrl?: string): Promise<number> {
  const simulator = await runSimulator();
  const simulatorUrl = (simulator.said['chat'] ?? '').replace(/\/$/, '');
  const dataDir = await mkdtemp(join(tmpdir(), 'bulwark-kill-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const base = { SIMULATOR_URL: simulatorUrl, DATA_DIR: dataDir, SETTLE_S: '1' };
  const env = databaseUrl === undefined ? base : { ...base, DATABASE_URL: databaseUrl };
  const scene = { world: simulatedWorld(simulatorUrl), env, random: randomFrom(seed) };
  const crowd = await addUsers(scene.world, kills * atOnce);
  for (let kill = 0; kill < kills; kill += 1) {
    await killOnce(scene, crowd.slice(kill * atOnce, (kill + 1) * atOnce));
  }
  await scene.world.clearFaults();
  const product = await runProduct(env);
  const directory = product.said['data'] ?? '';
  const home: StoreHome = databaseUrl ? { kind: 'postgres', url: databaseUrl } : { kind: 'embedded', directory };
  const interrupted = await checkRecord(scene.world, home, crowd.length);
  await product.end('SIGKILL');
  await simulator.end('SIGKILL');
  return interrupted;
}

/** The kill comes anywhere between the calls and the last look at what they did, however slow this machine is. */
async function killOnce({ world, env, random }: Scene, some: readonly Somebody[]): Promise<void> {
  const product: Running = await runProduct(env);
  await world.clearFaults();
  await world.fault(
    { method: 'PATCH', path: '^/users/', delayMs: Math.floor(random() * 400) },
    { method: 'POST', path: '/revokeSignInSessions$', delayMs: Math.floor(random() * 400) },
  );
  const before = (await world.graphRequests()).length;
  const { rest } = restClient(product.said['rest'] ?? '', product.said['key'] ?? '');
  // Whoever waits for an answer learns only that there is none.
  for (const { id } of some) rest('POST', '/tenants/me/threats/contain', { userId: id }).catch(() => undefined);
  const enough = before + Math.floor(random() * (atOnce * requestsOfOne - 1));
  const isThere = async () => (await world.graphRequests()).length >= enough;
  await until(`Graph was asked ${enough - before} times`, isThere, { ms: 120_000, everyMs: 20 });
  await sleep(random() * 300);
  await product.end('SIGKILL');
}

async function checkRecord(world: SimulatedWorld, home: StoreHome, most: number): Promise<number> {
  const store = await openStore(home, { instance: 'test' });
  try {
    const begun = await untilSettled(store, most);
    await expectIntents(world, store);
    const users = await world.document('/users');
    for (const operation of begun) expectTruth(operation, users);
    expect(await store.verifyJournal('org_default')).toMatchObject({ ok: true });
    return begun.filter(({ interrupted }) => interrupted).length;
  } finally {
    await store.close();
  }
}

function untilSettled(store: Store, most: number): Promise<readonly Operation[]> {
  return until(
    'every intent has an outcome',
    async () => {
      const { operations } = await store.operations.list('org_default', { limit: most });
      return operations.every(({ state }) => state === 'ended') && operations;
    },
    { ms: 240_000, everyMs: 500 },
  );
}

/** Nothing goes to Graph whose intent is not on disk before, and every intent has one end. */
async function expectIntents(world: SimulatedWorld, store: Store): Promise<void> {
  const rows = await readWholeJournal(store);
  const intents = rows.filter(({ type }) => type === 'intent');
  const ends = rows.filter(({ type }) => ['outcome', 'interrupted'].includes(type));
  const endsOf = (id: string) => ends.filter(({ operationId }) => operationId === id).length;
  expect(intents.filter(({ operationId }) => endsOf(operationId) !== 1)).toEqual([]);
  const writes = (await world.graphWrites()) as Json[];
  const unintended = writes.filter(({ path, at }) => {
    const id = path.split('/')[2];
    return !intents.some(({ detail, ts }) => detail.target.id === id && ts <= Date.parse(at));
  });
  expect(unintended).toEqual([]);
}

/** What the record claims is what the tenant has. */
function expectTruth({ id, target, result, steps }: Operation, users: Json): void {
  const { off, revoked } = accountIn(users, target.id);
  const claimed = result?.kind === 'containment' && { off: result.disabled, revoked: result.sessionsRevoked };
  expect({ id, steps, ...claimed }).toMatchObject({ off, revoked });
}

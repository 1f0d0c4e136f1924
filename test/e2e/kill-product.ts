import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Operation } from '../../src/core/operations/operation.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import { isSecure, valueIn } from '../../src/core/policies/compare.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import type { Json } from './call.ts';
import { wordsIn } from './cards.ts';
import { type Running, runProduct, runSimulator } from './processes.ts';
import { restClient } from './product.ts';
import { type SimulatedWorld, simulatedWorld } from './simulated-world.ts';
import { until } from './until.ts';

type Scene = { world: SimulatedWorld; dataDir: string; simulatorUrl: string; random: () => number };
type Confirm = { activityId: string; op: string };

const document = '/policies/authorizationPolicy';
const killsPerTenant = 5;

/** Every setting of one document that starts out insecure: each kill takes two of them. */
async function openPolicies({ world }: Scene) {
  const state = await world.document(document);
  return allowList
    .filter((entry) => entry.document === document)
    .filter((entry) => !isSecure(entry, valueIn(entry, state) ?? null));
}

/** Kills the product while it hardens, again and again, and checks its record against the tenant. */
export async function killProduct(kills: number, seed: number): Promise<void> {
  const simulator = await runSimulator();
  const simulatorUrl = (simulator.said['chat'] ?? '').replace(/\/$/, '');
  const world = simulatedWorld(simulatorUrl);
  const dataDir = await mkdtemp(join(tmpdir(), 'bulwark-kill-'));
  const scene = { world, dataDir, simulatorUrl, random: randomFrom(seed) };
  try {
    for (let done = 0; done < kills; done += killsPerTenant) {
      await world.reset();
      await killRepeatedly(scene, Math.min(killsPerTenant, kills - done));
    }
  } finally {
    await simulator.end('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function killRepeatedly(scene: Scene, kills: number): Promise<void> {
  const policies = await openPolicies(scene);
  const confirms: Confirm[] = [];
  const startedAt = Date.now();
  for (let kill = 0; kill < kills; kill += 1) {
    const [first, second] = [policies[(2 * kill) % policies.length], policies[(2 * kill + 1) % policies.length]];
    confirms.push(await killWhileHardening(scene, first?.key ?? '', second?.key ?? ''));
  }
  const product = await start(scene);
  try {
    await checkRecord(scene, product, startedAt, confirms);
  } finally {
    await product.end('SIGKILL');
  }
}

function start({ simulatorUrl, dataDir }: Scene): Promise<Running> {
  return runProduct({ SIMULATOR_URL: simulatorUrl, DATA_DIR: dataDir, SETTLE_S: '1' });
}

/** By chat and by REST at once; the kill comes anywhere between the request and a while after its end. */
async function killWhileHardening(scene: Scene, byChat: string, byRest: string): Promise<Confirm> {
  const { world, random } = scene;
  const product = await start(scene);
  const hardener = world.person('hardener');
  const { activityId, card } = await hardener.say(`harden ${byChat}`);
  const op = /op_[0-9a-z]{26}/.exec(JSON.stringify(card))?.[0] ?? '';
  await world.clearFaults();
  await world.fault({ method: 'PATCH', path: document, delayMs: Math.floor(random() * 400) });
  const { toggle } = restClient(product.said['rest'] ?? '', product.said['key'] ?? '');
  const presses = [hardener.send(activityId, 'harden.execute', { v: 1, op }), toggle({ key: byRest })];
  const answered = Promise.allSettled(presses);
  await sleep(random() * 1_200);
  await product.end('SIGKILL');
  await answered;
  return { activityId, op };
}

async function checkRecord(scene: Scene, product: Running, since: number, confirms: readonly Confirm[]) {
  const store = await openStore({ kind: 'embedded', directory: product.said['data'] ?? '' }, { instance: 'test' });
  try {
    const begun = await untilSettled(store, since);
    await expectIntents(scene, store, since);
    await expectTruth(scene, begun);
    await expectCards(scene, begun, confirms);
    expect(await store.verifyJournal('org_default')).toMatchObject({ ok: true });
  } finally {
    await store.close();
  }
}

function untilSettled(store: Store, since: number): Promise<readonly Operation[]> {
  return until(
    'every intent has an outcome',
    async () => {
      const { operations } = await store.operations.list('org_default', { limit: 20 });
      const begun = operations.filter(({ createdAt }) => createdAt >= since);
      return begun.every(({ state }) => state === 'ended') && begun;
    },
    { ms: 90_000, everyMs: 250 },
  );
}

/** Nothing goes to Graph whose intent is not on disk, and no intent stays without an end. */
async function expectIntents({ world }: Scene, store: Store, since: number): Promise<void> {
  const rows = (await readWholeJournal(store)).filter(({ ts }) => ts >= since);
  const intents = rows.filter(({ type }) => type === 'intent');
  for (const { operationId } of intents) {
    const ends = rows.filter((row) => row.operationId === operationId && ['outcome', 'interrupted'].includes(row.type));
    expect(ends).toHaveLength(1);
  }
  const writes = await world.graphWrites();
  for (const { body, at } of writes as Json[]) {
    const key = keyOf(body);
    const earlier = intents.filter(({ detail, ts }) => detail.target.id === key && ts <= Date.parse(at));
    expect({ key, intents: earlier.length }).toEqual({ key, intents: 1 });
  }
  expect(new Set(writes.map(({ body }) => keyOf(body))).size).toBe(writes.length);
}

async function readWholeJournal(store: Store): Promise<Json[]> {
  const rows: Json[] = [];
  for (;;) {
    const more = await store.readJournal('org_default', rows.length);
    if (more.length === 0) return rows;
    rows.push(...more.map(({ bytes }) => JSON.parse(bytes)));
  }
}

function keyOf(body: Json): string | undefined {
  return allowList.find((entry) => valueIn(entry, body) !== undefined)?.key;
}

/** What the record claims is what the tenant has. */
async function expectTruth({ world }: Scene, begun: readonly Operation[]): Promise<void> {
  const state = await world.document(document);
  for (const { target, result, steps } of begun) {
    const entry = allowList.find(({ key }) => key === target.id);
    const secure = entry !== undefined && isSecure(entry, valueIn(entry, state) ?? null);
    expect({ key: target.id, applied: result?.applied, steps }).toMatchObject({ key: target.id, applied: secure });
  }
}

/** Whoever pressed sees the end in the end. */
async function expectCards({ world }: Scene, begun: readonly Operation[], confirms: readonly Confirm[]) {
  const hardener = world.person('hardener');
  for (const { activityId, op } of confirms) {
    if (!begun.some(({ id }) => id === op)) continue;
    await hardener.shows(activityId, 'how it ended', ({ edited, card }) => edited > 0 && wordsIn(card).includes(op));
  }
}

/** Mulberry32: the same kills at the same moments for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { openStore, type StoreHome } from '../../src/store/open.ts';
import { type Kind, newHome } from '../store/homes.ts';
import type { Reply } from './call.ts';
import { giveKey } from './keys.ts';
import { type Env, type Running, runProduct, runSimulator } from './processes.ts';
import { restClient } from './product.ts';
import { simulatedWorld } from './simulated-world.ts';
import { until } from './until.ts';

/** Processes of the product on one store, with a key that outlives them; the tenant they act on outlives them too. */
type Scene = { world: ReturnType<typeof simulatedWorld>; apiKey: string; start(): Promise<Running> };

const togglePath = '/tenants/me/policies/toggle';

/** Sends one request many times at once and after kills of every process: it acts once and is answered alike. */
export async function stormAndKill(kind: Kind, times: number): Promise<void> {
  const scene = await openScene(kind);
  const first = await outliveStorm(scene, kind === 'postgres' ? 2 : 1, times);
  await outliveKill(scene, first);
}

async function openScene(kind: Kind): Promise<Scene> {
  const simulator = await runSimulator();
  const simulatorUrl = (simulator.said['chat'] ?? '').replace(/\/$/, '');
  const dataDir = await mkdtemp(join(tmpdir(), 'bulwark-storm-'));
  const database = kind === 'postgres' ? await newHome(kind) : undefined;
  const running: Running[] = [simulator];
  onTestFinished(async () => {
    await Promise.all(running.map((one) => one.end('SIGKILL')));
    await database?.remove();
    await rm(dataDir, { recursive: true, force: true });
  });
  const home = database?.home ?? { kind: 'embedded', directory: join(dataDir, 'simulated') };
  const env: Env = { SIMULATOR_URL: simulatorUrl, DATA_DIR: dataDir, SETTLE_S: '1', ...databaseUrl(home) };
  return {
    world: simulatedWorld(simulatorUrl),
    apiKey: await keyIn(home),
    async start() {
      const product = await runProduct(env);
      running.push(product);
      return product;
    },
  };
}

function databaseUrl(home: StoreHome): Env {
  return home.kind === 'postgres' ? { DATABASE_URL: home.url } : {};
}

async function keyIn(home: StoreHome): Promise<string> {
  const store = await openStore(home, { instance: 'test' });
  try {
    return await giveKey(store, { unlimited: true });
  } finally {
    await store.close();
  }
}

async function outliveStorm(scene: Scene, instances: number, times: number): Promise<Running> {
  const products = await Promise.all(Array.from({ length: instances }, () => scene.start()));
  const ask = (n: number) => patiently(() => send(scene, products[n % instances], 'storm', 'guest_invites'));
  const replies = await Promise.all(Array.from({ length: times }, (_, n) => ask(n)));
  const done = replies.filter(({ status }) => status === 200);
  expect(replies.filter(({ status }) => status !== 200 && status !== 409)).toEqual([]);
  expect(done.filter(({ headers }) => headers.get('idempotent-replayed') === null)).toHaveLength(1);
  expect(new Set(done.map(({ text }) => text)).size).toBe(1);
  expect(await scene.world.graphWrites()).toHaveLength(1);
  await Promise.all(products.map((product) => product.end('SIGKILL')));
  const restarted = await scene.start();
  expect(await replayed(scene, restarted, 'storm', 'guest_invites')).toEqual([200, done[0]?.text]);
  expect(await scene.world.graphWrites()).toHaveLength(1);
  return restarted;
}

/** The process dies while its write is on the way; whoever settles it answers for it. */
async function outliveKill(scene: Scene, product: Running): Promise<void> {
  const { world } = scene;
  await world.forgetRequests();
  await world.fault({ method: 'PATCH', path: 'authorizationPolicy', delayMs: 400 });
  const unanswered = send(scene, product, 'kill', 'user_app_registration').catch(() => undefined);
  await until('the write is on its way', async () => (await world.graphWrites()).length > 0);
  await product.end('SIGKILL');
  expect(await unanswered).toBeUndefined();
  const restarted = await scene.start();
  const again = () => send(scene, restarted, 'kill', 'user_app_registration');
  // Where several instances may share the store, the dead one's lease has to run out first.
  const patience = { ms: 120_000, everyMs: 250 };
  const ended = async () => {
    const reply = await again();
    return reply.status !== 409 && reply;
  };
  const settled = await until('it is settled', ended, patience);
  expect(settled.body).toMatchObject({ success: true, operation: { status: 'done' } });
  expect(settled.body.data).toMatchObject({ key: 'user_app_registration', applied: true });
  expect(await replayed(scene, restarted, 'kill', 'user_app_registration')).toEqual([200, settled.text]);
  expect(await world.graphWrites()).toHaveLength(1);
}

async function replayed(scene: Scene, product: Running, idempotencyKey: string, key: string) {
  const reply = await send(scene, product, idempotencyKey, key);
  expect(reply.headers.get('idempotent-replayed')).toBe('true');
  return [reply.status, reply.text];
}

function send({ apiKey }: Scene, product: Running | undefined, idempotencyKey: string, key: string): Promise<Reply> {
  const { rest } = restClient(product?.said['rest'] ?? '', apiKey);
  return rest('POST', togglePath, { key }, { 'idempotency-key': idempotencyKey });
}

/** A process that is busy says when to come again. */
async function patiently(ask: () => Promise<Reply>): Promise<Reply> {
  for (;;) {
    const reply = await ask();
    if (reply.status !== 503) return reply;
    await sleep(1_000 * Number(reply.headers.get('retry-after')));
  }
}

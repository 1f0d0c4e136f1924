import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, onTestFinished } from 'vitest';
import { startSimulator } from '../../src/simulator/start.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { type Env, type Product, startProduct } from './product.ts';
import { type SimulatedWorld, simulatedWorld } from './simulated-world.ts';

export type World = SimulatedWorld & {
  dataDir: string;
  homeTenantId: string;
  product: Product;
  /** Another instance, or the same again after a stop: on the same data. */
  start(env?: Env): Promise<Product>;
  close(): Promise<void>;
};

type Options = {
  env?: Env;
  /** What the home tenant holds instead of the sample one. */
  tenantFile?: string;
  before?: (simulated: SimulatedWorld) => Promise<unknown>;
  prepare?: (store: Store) => Promise<unknown>;
};

/** A simulated world and a product in it; `before` sees the world, `prepare` the store, before the product does. */
export async function createWorld({ env = {}, before, prepare, tenantFile }: Options = {}): Promise<World> {
  const simulator = await startSimulator({ port: 0, ...(tenantFile === undefined ? {} : { tenantFile }) });
  const dataDir = await mkdtemp(join(tmpdir(), 'bulwark-e2e-'));
  const simulated = simulatedWorld(simulator.url);
  await before?.(simulated);
  if (prepare) await inStore(join(dataDir, 'simulated'), prepare);
  const products: Product[] = [];

  async function start(more: Env = {}): Promise<Product> {
    const product = await startProduct({ SIMULATOR_URL: simulator.url, DATA_DIR: dataDir, ...env, ...more });
    products.push(product);
    return product;
  }

  async function close(): Promise<void> {
    await Promise.all(products.map((product) => product.stop()));
    await simulator.close();
    await rm(dataDir, { recursive: true, force: true });
  }

  const product = await start();
  return { ...simulated, dataDir, homeTenantId: simulator.homeTenantId, product, start, close };
}

/** Beside a running product it may have to wait for it, which this same process would keep from going on. */
export async function inStore<T>(directory: string, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore({ kind: 'embedded', directory }, { instance: 'test' });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** A world of its own for the test that is running. */
export async function openWorld(options?: Options): Promise<World> {
  const world = await createWorld(options);
  onTestFinished(() => world.close());
  return world;
}

/** One world for a file: the tenant is put back after each test, and an error in the product's log fails it. */
export function useWorld(options?: Options): () => World {
  let world: World;
  beforeAll(async () => {
    world = await createWorld(options);
  });
  afterAll(() => world.close());
  afterEach(async () => {
    await world.reset();
    expect(world.product.errors.splice(0)).toEqual([]);
  });
  return () => world;
}

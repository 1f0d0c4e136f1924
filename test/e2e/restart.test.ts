import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startSimulator } from '../../src/simulator/start.ts';
import { openStore } from '../../src/store/open.ts';
import { wordsIn } from './cards.ts';
import { runProduct } from './processes.ts';
import { restClient } from './product.ts';
import { simulatedWorld } from './simulated-world.ts';
import { until } from './until.ts';
import { openWorld } from './world.ts';

const key = 'user_app_registration';

it('still takes a press on a confirmation that was opened before a restart', async () => {
  const world = await openWorld();
  const hardener = world.person('hardener');
  const confirm = await hardener.say(`harden ${key}`);
  await world.product.stop();
  await world.start();
  const result = await hardener.press(confirm, 'harden.execute');
  expect(wordsIn(result.card)).toContain('Hardened and checked');
});

it('edits a card after a restart that it owed an edit before', async () => {
  const world = await openWorld();
  const hardener = world.person('hardener');
  const confirm = await hardener.say(`harden ${key}`);
  await world.fault({ method: 'PUT', path: '^/v3/', status: 503 });
  await world.product.toggle({ key });
  await world.product.stop();
  await world.clearFaults();
  await world.start();
  const isResult = ({ card }: { card: unknown }) => wordsIn(card).includes('Hardened and checked');
  await hardener.shows(confirm.activityId, 'the result', isResult);
});

it('gives each start a key of its own and revokes the one before', async () => {
  const world = await openWorld();
  const { key: old } = world.product;
  await world.product.stop();
  const { url, rest } = await world.start();
  expect((await rest('GET', '/tenants/me/policies')).status).toBe(200);
  expect((await restClient(url, old).rest('GET', '/tenants/me/policies')).status).toBe(401);
});

it('lets one server at a time use a data directory', async () => {
  const world = await openWorld();
  await expect(world.start()).rejects.toThrow('Another Bulwark server is using');
});

it('finishes what is under way when it is told to stop', async () => {
  const simulator = await startSimulator({ port: 0 });
  const dataDir = await mkdtemp(join(tmpdir(), 'bulwark-e2e-'));
  onTestFinished(async () => {
    await simulator.close();
    await rm(dataDir, { recursive: true, force: true });
  });
  const product = await runProduct({ SIMULATOR_URL: simulator.url, DATA_DIR: dataDir });
  const world = simulatedWorld(simulator.url);
  await world.fault({ method: 'PATCH', path: 'authorizationPolicy', delayMs: 1_500 });
  const { toggle } = restClient(product.said['rest'] ?? '', product.said['key'] ?? '');
  const toggling = toggle({ key });
  await until('the write is on its way', async () => (await world.graphWrites()).length > 0);
  expect(await product.end('SIGTERM')).toBe(0);
  expect((await toggling).body.data).toEqual({ key, applied: true, verified: true, needsReconsent: false });

  const directory = product.said['data'] ?? '';
  const store = await openStore({ kind: 'embedded', directory }, { instance: 'test' });
  const types = (await store.readJournal('org_default', 0)).map(({ type }) => type);
  expect(await store.verifyJournal('org_default')).toMatchObject({ ok: true });
  await store.close();
  expect(types.slice(-2)).toEqual(['intent', 'outcome']);
});

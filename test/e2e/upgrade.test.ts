import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { startSimulator } from '../../src/simulator/start.ts';
import type { Json } from './call.ts';
import { wordsIn } from './cards.ts';
import { startProduct } from './product.ts';
import { simulatedWorld } from './simulated-world.ts';
import { inStore } from './world.ts';

/** A data directory as an earlier release left it: two settings hardened, one of them undone, and a containment. */
async function oldData(): Promise<string> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bulwark-old-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  await mkdir(join(dataDir, 'simulated'));
  const packed = await readFile(resolve(import.meta.dirname, '../fixtures/store-0.1.0.db.gz'));
  await writeFile(join(dataDir, 'simulated', 'bulwark.db'), gunzipSync(packed), { mode: 0o600 });
  return dataDir;
}

async function serveOldData() {
  const dataDir = await oldData();
  const simulator = await startSimulator({ port: 0 });
  onTestFinished(() => simulator.close());
  const product = await startProduct({ DATA_DIR: dataDir, SIMULATOR_URL: simulator.url });
  onTestFinished(() => product.stop());
  return { product, world: simulatedWorld(simulator.url) };
}

const ended = (operations: readonly Json[]) => operations.map(({ verb, status }) => [verb, status]);

it('serves a store of an earlier release: its record is there, verifies and goes on', async () => {
  const { product, world } = await serveOldData();
  const before = (await product.rest('GET', '/tenants/me/operations')).body.data.operations;
  expect(ended(before)).toEqual([
    ['contain', 'done'],
    ['undo', 'done'],
    ['harden', 'done'],
    ['harden', 'done'],
  ]);
  for (const { id, verb } of before) expect(await product.operation(id)).toMatchObject({ id, verb });
  expect(wordsIn((await world.person('admin').say('audit')).card)).toContain(before[0].id);
  expect((await product.rest('GET', '/tenants/me/connections')).body.data.connections).toMatchObject([
    { id: 'conn_demo', name: 'Contoso' },
  ]);

  const { operation } = (await product.toggle({ key: 'guest_invites' })).body;
  expect(await product.operation(operation.id)).toMatchObject({ verb: 'harden', status: 'done' });
  expect((await product.rest('POST', `/tenants/me/operations/${operation.id}/undo`, {})).status).toBe(200);
  await product.stop();
  expect(product.errors).toEqual([]);
  const rows = await inStore(product.directory, (store) => store.verifyJournal('org_default'));
  expect(rows).toMatchObject({ ok: true });
  expect('rows' in rows && rows.rows).toBeGreaterThanOrEqual(10 + 4);
});

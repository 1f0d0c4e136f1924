import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import type { Json } from './call.ts';
import { openWorld } from './world.ts';

const checkpoints = join('checkpoints', 'checkpoints.jsonl');

/** The back-up of the operations guide: beside a running server, what was signed first. */
async function backUp(directory: string): Promise<string> {
  const backup = await mkdtemp(join(tmpdir(), 'bulwark-backup-'));
  onTestFinished(() => rm(backup, { recursive: true, force: true }));
  await mkdir(join(backup, 'simulated', 'checkpoints'), { recursive: true });
  for (const file of ['checkpoint-key.pem', checkpoints]) {
    await copyFile(join(directory, file), join(backup, 'simulated', file));
  }
  const umask = process.umask(0o077);
  const store = new DatabaseSync(join(directory, 'bulwark.db'), { readOnly: true });
  store.prepare('vacuum into ?').run(join(backup, 'simulated', 'bulwark.db'));
  store.close();
  process.umask(umask);
  return backup;
}

it('restores elsewhere what was backed up beside a running server', { timeout: 90_000 }, async () => {
  const world = await openWorld();
  const { operation } = (await world.product.toggle({ key: 'guest_invites' })).body;
  await world.product.stop();
  const product = await world.start();
  const backup = await backUp(product.directory);
  await product.toggle({ key: 'user_app_registration' });
  await product.stop();

  const env = { ...process.env, DATA_DIR: backup, SIMULATOR_URL: world.url };
  const { stdout } = await promisify(execFile)(process.execPath, ['src/cli.ts', 'journal', 'verify'], { env });
  expect(stdout).toMatch(/^ok \d+ [0-9a-f]{64}\n$/);
  const restored = await world.start({ DATA_DIR: backup });
  const { operations } = (await restored.rest('GET', '/tenants/me/operations')).body.data;
  expect(operations.map(({ id }: Json) => id)).toEqual([operation.id]);
  expect((await restored.toggle({ key: 'user_tenant_creation' })).body.operation.status).toBe('done');
  await restored.stop();
  expect(restored.errors).toEqual([]);

  await copyFile(join(product.directory, checkpoints), join(backup, 'simulated', checkpoints));
  const beside = await world.start({ DATA_DIR: backup });
  expect(beside.errors).toMatchObject([{ bad: { organization: 'org_default', ok: false } }]);
});

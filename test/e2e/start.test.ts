import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { runProduct } from './processes.ts';

it('starts with one command and no configuration, and what it prints works', { timeout: 90_000 }, async () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  expect(scripts.start).toBe('node src/main.ts');
  const dataDir = await mkdtemp(join(tmpdir(), 'bulwark-start-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const { said, end } = await runProduct({ DATA_DIR: dataDir, METRICS_PORT: '0' });
  expect(Object.keys(said)).toEqual(['chat', 'rest', 'key', 'curl', 'data']);
  expect(await (await fetch(said['chat'] ?? '')).text()).toContain('<title>');
  const { stdout } = await promisify(execFile)('sh', ['-c', `curl --silent ${said['curl']}`]);
  expect(JSON.parse(stdout)).toMatchObject({ success: true, data: { aiPilotConnected: true } });
  expect(said['data']).toBe(join(dataDir, 'simulated'));
  expect(await end('SIGTERM')).toBe(0);
});

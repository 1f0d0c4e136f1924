import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { holdServingLock } from '../../src/store/serving-lock.ts';

const holder = fileURLToPath(new URL('./lock-holder.ts', import.meta.url));
let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'bulwark-lock-'));
});

afterEach(() => rm(directory, { recursive: true, force: true }));

/** Resolves once the process holds the lock, or has ended without it. */
async function startHolder(): Promise<{ child: ChildProcess; holds: boolean }> {
  const child = spawn(process.execPath, [holder, directory], { stdio: ['pipe', 'pipe', 'ignore'] });
  const held = once(child.stdout, 'data').then(() => true);
  return { child, holds: await Promise.race([held, once(child, 'exit').then(() => false)]) };
}

async function kill(child: ChildProcess): Promise<void> {
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

test('a second server on the same data is told to stop the first', () => {
  const lock = holdServingLock(directory);
  expect(() => holdServingLock(directory)).toThrow('Another Bulwark server is using');
  lock.release();
  holdServingLock(directory).release();
});

test('the command line works beside a running server', async () => {
  const lock = holdServingLock(directory);
  const store = await openStore({ kind: 'embedded', directory }, { instance: 'command line' });
  expect(await store.ready()).toBe(true);
  await store.close();
  lock.release();
});

test('one of several processes gets it, and a killed holder leaves it free', async () => {
  for (let round = 0; round < 3; round++) {
    const racers = await Promise.all(Array.from({ length: 4 }, startHolder));
    const winners = racers.filter(({ holds }) => holds);
    expect(winners).toHaveLength(1);
    expect(() => holdServingLock(directory)).toThrow('Another Bulwark server');
    await kill(winners[0]!.child);
  }
  holdServingLock(directory).release();
});

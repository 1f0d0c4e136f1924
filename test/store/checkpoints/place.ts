import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type CheckpointKey, readCheckpointKey } from '../../../src/store/checkpoints/checkpoint-key.ts';
import type { CheckpointPlace } from '../../../src/store/checkpoints/journal-keeper.ts';

export function newKeyText(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

export function newKey(): CheckpointKey {
  return readCheckpointKey(Buffer.from(newKeyText()).toString('base64'));
}

export async function newDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'bulwark-checkpoints-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

export async function newPlace(): Promise<CheckpointPlace> {
  return { directory: await newDirectory(), key: newKey() };
}

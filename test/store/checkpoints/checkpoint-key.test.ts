import { execFile } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import {
  ensureCheckpointKey,
  publicKeysIn,
  publicKeysText,
  readCheckpointKey,
} from '../../../src/store/checkpoints/checkpoint-key.ts';
import { newDirectory, newKeyText } from './place.ts';

test('one key is read from a file, from PEM as base64 and from DER as base64', async () => {
  const text = newKeyText();
  const path = join(await newDirectory(), 'key.pem');
  await writeFile(path, text, { mode: 0o600 });
  const der = text.split('\n')[1] ?? '';
  const ids = [path, Buffer.from(text).toString('base64'), der].map((given) => readCheckpointKey(given).id);
  expect(new Set(ids).size).toBe(1);
});

test('a file that others may read is refused', async () => {
  const path = join(await newDirectory(), 'key.pem');
  await writeFile(path, newKeyText());
  await chmod(path, 0o640);
  expect(() => readCheckpointKey(path)).toThrow('open to other accounts (mode 640)');
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });

test.each(['', 'not a key', 'bm90IGEga2V5', Buffer.from(rsa).toString('base64')])(
  'what is no Ed25519 key is refused without quoting it',
  (given) => {
    expect(() => readCheckpointKey(given)).toThrow(/^CHECKPOINT_KEY: neither a file nor an Ed25519 private key/);
  },
);

test('a former public key behind the private one is still trusted', async () => {
  const former = createPublicKey(newKeyText()).export({ type: 'spki', format: 'pem' });
  const key = readCheckpointKey(Buffer.from(`${newKeyText()}${former}`).toString('base64'));
  expect(key.trusted.size).toBe(2);
  expect([...publicKeysIn(publicKeysText(key.trusted)).keys()]).toEqual([...key.trusted.keys()]);
});

test('processes that make a key at once end up with one, for nobody else to read', async () => {
  const path = join(await newDirectory(), 'data', 'key.pem');
  const module = new URL('../../../src/store/checkpoints/checkpoint-key.ts', import.meta.url).href;
  const script = `const m = await import(${JSON.stringify(module)});
    m.ensureCheckpointKey(process.argv[1]); console.log(m.readCheckpointKey(process.argv[1]).id)`;
  const run = () => promisify(execFile)(process.execPath, ['--input-type=module', '-e', script, path]);
  const ids = (await Promise.all([run(), run(), run()])).map(({ stdout }) => stdout);
  expect(new Set(ids).size).toBe(1);
  const kept = await readFile(path, 'utf8');
  ensureCheckpointKey(path);
  expect(await readFile(path, 'utf8')).toBe(kept);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

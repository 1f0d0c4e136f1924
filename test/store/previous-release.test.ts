import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { noteOf } from './builders.ts';

const organization = 'org_default';

/** A data directory as an earlier release left it: three changes of settings, one undone, and a containment. */
async function oldStore(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'bulwark-old-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  await mkdir(directory, { recursive: true });
  const packed = await readFile(resolve(import.meta.dirname, '../fixtures/store-0.1.0.db.gz'));
  await writeFile(join(directory, 'bulwark.db'), gunzipSync(packed), { mode: 0o600 });
  return directory;
}

test('a store of an earlier release opens, verifies and goes on', async () => {
  const home = { kind: 'embedded', directory: await oldStore() } as const;
  const store = await openStore(home, { instance: 'test' });
  expect(await store.verifyJournal(organization)).toMatchObject({ ok: true, rows: 10 });
  const { operations } = await store.operations.list(organization, { limit: 10 });
  const ended = operations.filter(({ state }) => state === 'ended').map(({ verb }) => verb);
  expect(ended.toSorted()).toEqual(['contain', 'harden', 'harden', 'undo']);
  expect(await store.connections.list(organization)).toMatchObject([{ id: 'conn_demo', name: 'Contoso' }]);
  expect(await store.outbox.backlog()).toMatchObject({ dead: 0 });
  await store.journal.append(noteOf(organization));
  await store.close();
  const again = await openStore(home, { instance: 'test' });
  expect(await again.verifyJournal(organization)).toMatchObject({ ok: true, rows: 11 });
  await again.close();
});

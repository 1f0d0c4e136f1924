import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { embeddedDialect } from '../../../src/store/dialect/embedded.ts';
import { openStore } from '../../../src/store/open.ts';
import type { Tables } from '../../../src/store/tables.ts';

let directory: string;

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'bulwark-store-')), 'data');
});

afterEach(() => rm(join(directory, '..'), { recursive: true, force: true }));

const open = () => openStore({ kind: 'embedded', directory }, { instance: 'test' });
const modeOf = async (name: string) => (await stat(join(directory, name))).mode & 0o777;

test('nobody else may read the data, whatever the umask', async () => {
  const umask = process.umask(0);
  const store = await open();
  await store.ready();
  process.umask(umask);
  expect(await modeOf('.')).toBe(0o700);
  for (const name of ['bulwark.db', 'bulwark.db-wal', 'bulwark.db-shm']) expect(await modeOf(name)).toBe(0o600);
  await store.close();
});

test('a file that others may read is refused, with the command that helps', async () => {
  await open().then((store) => store.close());
  await chmod(join(directory, 'bulwark.db'), 0o640);
  await expect(open()).rejects.toThrow(/mode 640.*chmod 600/);
});

test('a database that does not flush its commits is found out', async () => {
  const dialect = embeddedDialect(directory);
  const db = new Kysely<Tables>({ dialect: dialect.connect() });
  expect(await dialect.whyNotDurable(db)).toBeUndefined();
  await sql`pragma synchronous = normal`.execute(db);
  expect(await dialect.whyNotDurable(db)).toContain('durable commits');
  await db.destroy();
});

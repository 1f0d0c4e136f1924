import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../../src/store/database.ts';
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

test('a full disk fails the write and nothing else; with room again the next one works', async () => {
  await open().then((store) => store.close());
  const { outside, write, close } = openDatabase(embeddedDialect(directory), { instance: 'test' });
  const add = (id: string) => write(({ db }) => db.insertInto('probes').values({ id, at: 1 }).execute());
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(outside.db);
  await sql`pragma max_page_count = ${sql.lit(rows[0]!.page_count)}`.execute(outside.db);
  await expect(add('x'.repeat(100_000))).rejects.toThrow('full');
  expect(await outside.db.selectFrom('probes').selectAll().execute()).toEqual([]);
  await sql`pragma max_page_count = 1000000`.execute(outside.db);
  await add('x'.repeat(100_000));
  expect(await outside.db.selectFrom('probes').selectAll().execute()).toHaveLength(1);
  await close();
});

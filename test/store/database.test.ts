import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { dialectOf, onBothDatabases } from './homes.ts';

const room = new URL('../../src/store/', import.meta.url);

onBothDatabases('database', (opened) => {
  function database(clockOffsetMs = 0) {
    return openDatabase(dialectOf(opened.home), { instance: 'test', clockOffsetMs: () => clockOffsetMs });
  }

  test('a write that fails leaves nothing behind, and the next one works', async () => {
    const { write, outside, close } = database();
    const add = (id: string, fails: boolean) =>
      write(async ({ db }) => {
        await db.insertInto('probes').values({ id, at: 1 }).execute();
        if (fails) throw new Error('no');
      });
    await expect(add('undone', true)).rejects.toThrow('no');
    await add('done', false);
    const rows = await outside.db.selectFrom('probes').select('id').where('id', 'in', ['done', 'undone']).execute();
    expect(rows.map(({ id }) => id)).toEqual(['done']);
    await close();
  });

  test('numbers come back as numbers, milliseconds too', async () => {
    const { write, outside, close } = database();
    const at = 1_800_000_000_123;
    await write(({ db }) => db.insertInto('probes').values({ id: 'big', at }).execute());
    const row = await outside.db.selectFrom('probes').select('at').where('id', '=', 'big').executeTakeFirst();
    expect(row?.at).toBe(at);
    await close();
  });

  test('its clock is the database clock, moved by the offset', async () => {
    const { outside, close } = database(3_600_000);
    expect(Math.abs((await outside.now()) - Date.now() - 3_600_000)).toBeLessThan(5_000);
    await close();
  });
});

test('nothing inside a transaction goes around it', async () => {
  const names = (await readdir(room, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const sources = await Promise.all(names.map((name) => readFile(join(room.pathname, name), 'utf8')));
  const work = sources.flatMap((source) => [...source.matchAll(/write\(\(tx\) => ([^;{]*?)\)[,;\n]/gs)]);
  expect(work.length).toBeGreaterThan(20);
  for (const [text] of work) expect(text).not.toMatch(/outside|database\.|kysely\b/);
});

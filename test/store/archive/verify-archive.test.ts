import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifyArchive } from '../../../src/store/archive/verify-archive.ts';
import { newDirectory } from '../checkpoints/place.ts';
import { kinds } from '../homes.ts';
import { exportedArchive } from './exported.ts';
import { flipEveryByte } from './flip-bytes.ts';

test.each(kinds)('an archive verifies after its database is gone (%s)', async (kind) => {
  const rows = kind === 'embedded' ? 510 : 20;
  const { directory, organizations, verdict } = await exportedArchive(rows, kind);
  const found = await verifyArchive(directory);
  expect(found).toEqual({ ...verdict, covered: 2 * (rows - 1) });
  expect(found.chains.map(({ organization }) => organization).toSorted()).toEqual(organizations.toSorted());
});

test('one flipped byte anywhere is found', { timeout: 60_000 }, async () => {
  expect(await flipEveryByte(17)).toEqual([]);
});

test('a changed row no longer fits the next one', async () => {
  const { directory, organizations } = await exportedArchive(5);
  const path = join(directory, 'journal.jsonl');
  await writeFile(path, (await readFile(path, 'utf8')).replace('"n":3', '"n":4'));
  const { chains } = await verifyArchive(directory);
  expect(chains[0]).toMatchObject({
    ok: false,
    organization: organizations[0],
    seq: 4,
    why: expect.stringContaining('not follow'),
  });
});

test.each(['journal.jsonl', 'checkpoints.jsonl', 'public-keys.pem'])('an archive without %s is bad', async (name) => {
  const { directory } = await exportedArchive(3);
  await rm(join(directory, name));
  expect((await verifyArchive(directory)).chains.some(({ ok }) => ok)).toBe(false);
});

test('a directory that holds no archive is told so', async () => {
  await expect(verifyArchive(await newDirectory())).rejects.toThrow('There is no archive in');
});

import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readCheckpointLines } from '../../../src/store/checkpoints/checkpoint-file.ts';
import { journalKeeper } from '../../../src/store/checkpoints/journal-keeper.ts';
import { openStore, type Store, type StoreHome } from '../../../src/store/open.ts';
import { draftOf, intentOf, newId, noteOf, takeLock } from '../builders.ts';
import { directly, newHome, tamper } from '../homes.ts';
import { newKey, newPlace } from './place.ts';

async function setUp() {
  const { home, remove } = await newHome('embedded');
  onTestFinished(remove);
  const place = await newPlace();
  let time = 1_000_000;
  const open = async () => {
    const store = await openStore(home, { instance: 'test' });
    onTestFinished(() => store.close());
    return { store, keeper: journalKeeper(store, place, () => time) };
  };
  const lines = async () => (await readCheckpointLines(place.directory)).map((line) => JSON.parse(line));
  return { home, place, open, lines, pass: (ms: number) => (time += ms) };
}

async function append(store: Store, organization: string, rows: number): Promise<void> {
  for (let n = 0; n < rows; n++) await store.journal.append(noteOf(organization, { n }));
}

test('signs after 100 rows, after a minute with a new row, and at the end', async () => {
  const { open, lines, pass } = await setUp();
  const { store, keeper } = await open();
  const organization = newId('org');
  const signed = async () => {
    await keeper.checkpoint(false);
    return (await lines()).map(({ seq }) => seq);
  };
  await append(store, organization, 1);
  expect(await signed()).toEqual([1]);
  await append(store, organization, 99);
  expect(await signed()).toEqual([1]);
  await append(store, organization, 1);
  expect(await signed()).toEqual([1, 101]);
  await append(store, organization, 1);
  pass(59_999);
  expect(await signed()).toEqual([1, 101]);
  pass(1);
  expect(await signed()).toEqual([1, 101, 102]);
  pass(600_000);
  expect(await signed()).toEqual([1, 101, 102]);
  await append(store, organization, 1);
  await keeper.checkpoint(true);
  expect((await lines()).at(-1)).toMatchObject({ organization, seq: 103, count: 103 });
});

const rewrite = `update journal set bytes = replace(bytes, '"n":3', '"n":9')`;
const tamperings = [
  ['a tail that was cut with its head', 'cut', 6, 'missing'],
  ['an older back-up', 'empty', 6, 'missing'],
  ['a rewritten signed row', `${rewrite} where seq = 6`, 6, 'text was changed'],
  [
    'a signed row with another hash',
    `update journal set hash = '${'0'.repeat(64)}' where seq = 6`,
    6,
    'text was changed',
  ],
  ['a rewritten row after it', `${rewrite} where seq = 8`, 8, 'text was changed'],
] as const;

test.each(tamperings)('finds %s at the start, and lets nothing be written', async (_name, how, seq, why) => {
  const { home, open } = await setUp();
  const { store, keeper } = await open();
  const organization = newId('org');
  for (const n of [1, 2, 3, 4, 5, 3]) await store.journal.append(noteOf(organization, { n }));
  await keeper.checkpoint(true);
  for (const n of [7, 3]) await store.journal.append(noteOf(organization, { n }));
  await change(home, how);
  const again = await open();
  expect(await again.keeper.check()).toMatchObject({ organization, seq, why: expect.stringContaining(why) });
  expect(again.store.journalSeal()).toContain(`Row ${seq} of ${organization}`);
  await refusesEverything(again.store, organization);
});

async function change(home: StoreHome, how: string): Promise<void> {
  if (how !== 'cut' && how !== 'empty') return tamper(home, how);
  const left = how === 'cut' ? 3 : 0;
  const head = `(select hash from journal where seq = ${left})`;
  await tamper(home, `delete from journal where seq > ${left}`);
  const heads = left === 0 ? 'delete from journal_heads' : `update journal_heads set seq = ${left}, hash = ${head}`;
  await directly(home, heads);
}

async function refusesEverything(store: Store, organization: string): Promise<void> {
  const refused = { refusal: 'journal_unavailable' };
  const draft = draftOf(organization);
  const lock = await takeLock(store, draft);
  await expect(store.operations.begin(intentOf(draft, lock))).rejects.toMatchObject(refused);
  await expect(store.journal.append(noteOf(organization))).rejects.toMatchObject(refused);
  expect(await store.operations.find(organization, draft.id)).toBeUndefined();
}

test('a whole journal goes on being written', async () => {
  const { open } = await setUp();
  const { store, keeper } = await open();
  await append(store, newId('org'), 5);
  await keeper.checkpoint(true);
  const again = await open();
  expect(await again.keeper.check()).toBeUndefined();
  await append(again.store, newId('org'), 1);
});

test('a journal that is cut while it is served is noticed, and its new end is never signed', async () => {
  const { home, open, lines } = await setUp();
  const { store, keeper } = await open();
  await append(store, newId('org'), 5);
  await keeper.checkpoint(true);
  await change(home, 'cut');
  await expect(keeper.checkpoint(false)).rejects.toThrow('does not match its newest checkpoint');
  expect(store.journalSeal()).toBeDefined();
  await keeper.checkpoint(true);
  expect(await lines()).toHaveLength(1);
});

test.each([
  ['a line that is not JSON', () => 'garbage\n'],
  ['a checkpoint of another key', () => `${JSON.stringify({ organization: 'org', key: newKey().id })}\n`],
])('%s seals the journal', async (_name, line) => {
  const { place, open } = await setUp();
  const { store, keeper } = await open();
  await append(store, newId('org'), 1);
  await keeper.checkpoint(true);
  await appendFile(join(place.directory, 'checkpoints.jsonl'), line());
  const again = await open();
  expect(await again.keeper.check()).toMatchObject({ seq: 2, why: expect.stringContaining('not what a trusted') });
});

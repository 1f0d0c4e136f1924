import { expect, onTestFinished, test } from 'vitest';
import { holdServingLock } from '../../src/store/serving-lock.ts';
import { newHome } from '../store/homes.ts';
import { newCommandLine, run } from './command-line.ts';

async function emptyDatabase(): Promise<string> {
  const { home, remove } = await newHome('postgres');
  onTestFinished(remove);
  return home.kind === 'postgres' ? home.url : '';
}

test('moves to PostgreSQL, where keys and journal are the same', async () => {
  const { dataDir, bulwark } = await newCommandLine();
  await bulwark('keys create --scopes policies:read --name moved');
  const before = await bulwark('journal verify');
  const url = await emptyDatabase();
  const moved = await bulwark(`store move --to ${url}`);
  expect(moved).toMatchObject({
    code: 0,
    out: [expect.stringMatching(/^moved \d+ rows of \d+ tables$/), ...before.out],
  });
  const there = (words: string) => run(words, { DATA_DIR: dataDir, DATABASE_URL: url });
  expect((await there('journal verify')).out).toEqual(before.out);
  expect((await there('keys list --json')).json()).toEqual((await bulwark('keys list --json')).json());
  expect(await there(`store move --to ${url}`)).toMatchObject({ code: 1, err: [expect.stringContaining('Unset it')] });
  expect(await bulwark(`store move --to ${url}`)).toMatchObject({
    code: 1,
    err: [expect.stringContaining('not empty')],
  });
});

test('waits for no running server', async () => {
  const { dataDir, bulwark } = await newCommandLine();
  await bulwark('keys list');
  const lock = holdServingLock(`${dataDir}/simulated`);
  expect(await bulwark(`store move --to ${await emptyDatabase()}`)).toMatchObject({
    code: 1,
    err: [expect.stringContaining('Another Bulwark server')],
  });
  lock.release();
});

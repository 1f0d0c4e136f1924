import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { directly, tamper } from '../store/homes.ts';
import { newCommandLine, run } from './command-line.ts';

async function withRows() {
  const line = await newCommandLine();
  for (let n = 0; n < 3; n++) await line.bulwark('keys create --scopes policies:read');
  return { ...line, home: { kind: 'embedded', directory: join(line.dataDir, 'simulated') } as const };
}

test('an empty journal is good', async () => {
  const { bulwark } = await newCommandLine();
  expect(await bulwark('journal verify')).toMatchObject({ code: 0, out: [`ok 0 ${'0'.repeat(64)}`] });
});

test('a good journal is one line, a bad one names the row', async () => {
  const { bulwark, home } = await withRows();
  expect(await bulwark('journal verify')).toMatchObject({
    code: 0,
    out: [expect.stringMatching(/^ok 3 [0-9a-f]{64}$/)],
  });
  await tamper(home, `update journal set bytes = replace(bytes, 'policies:read', 'threats:read') where seq = 2`);
  const bad = 'bad org_default 2 the recorded text was changed';
  expect(await bulwark('journal verify')).toMatchObject({ code: 1, out: [bad] });
  expect((await bulwark('journal verify --json')).json()).toMatchObject({ ok: false, chains: [{ ok: false, seq: 2 }] });
});

test('an archive verifies where there is neither database nor configuration', async () => {
  const { bulwark, dataDir, home } = await withRows();
  const archive = join(dataDir, 'archive');
  const { out } = await bulwark(`journal export --to ${archive}`);
  await directly(home, 'drop table journal_heads');
  const elsewhere = await newCommandLine();
  expect(await elsewhere.bulwark(`journal verify --archive ${archive}`)).toMatchObject({ code: 0, out });
  const rows = await readFile(join(archive, 'journal.jsonl'), 'utf8');
  await writeFile(join(archive, 'journal.jsonl'), rows.replace('operator', 'Operator'));
  const bad = expect.stringMatching(/^bad org_default 2 /);
  expect(await elsewhere.bulwark(`journal verify --archive ${archive}`)).toMatchObject({
    code: 1,
    out: [bad, expect.anything()],
  });
});

test('a bad journal is not exported', async () => {
  const { bulwark, dataDir, home } = await withRows();
  await tamper(home, 'delete from journal where seq = 1');
  const { code, out, err } = await bulwark(`journal export --to ${join(dataDir, 'archive')}`);
  expect({ code, out }).toEqual({ code: 1, out: ['bad org_default 1 the row is missing'] });
  expect(err.at(-1)).toBe('Nothing was exported.');
});

test('a missing archive is a plain sentence', async () => {
  const { err, code } = await run('journal verify --archive /nowhere', {});
  expect({ code, err }).toEqual({ code: 1, err: [expect.stringContaining('/nowhere')] });
});

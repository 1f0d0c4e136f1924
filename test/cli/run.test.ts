import { expect, test } from 'vitest';
import { verbs } from '../../src/cli/verbs.ts';
import { newCommandLine } from './command-line.ts';

const promised = [
  'doctor',
  'keys create',
  'keys list',
  'keys revoke',
  'connections list',
  'connections add',
  'connections remove',
  'organizations add',
  'organizations list',
  'journal verify',
  'journal export',
  'store move',
];

test('has every verb that is promised, and no other', () => {
  expect(verbs.map(({ name }) => name).toSorted()).toEqual(promised.toSorted());
});

test.each(promised)('%s explains itself and its options', async (name) => {
  const { bulwark } = await newCommandLine();
  const { code, out, err } = await bulwark(`${name} --help`);
  expect({ code, err }).toEqual({ code: 0, err: [] });
  expect(out[0]).toMatch(`bulwark ${name}`);
  for (const option of Object.keys(verbs.find((verb) => verb.name === name)?.options ?? {})) {
    expect(out.find((line) => line.startsWith(`  --${option} `))).toMatch(/ {2}--\S+ +\S/);
  }
});

test('help lists all verbs on stdout; no verb or an unknown one lists them on stderr', async () => {
  const { bulwark } = await newCommandLine();
  expect(await bulwark('--help')).toMatchObject({ code: 0, err: [] });
  for (const words of ['', 'keys', 'nothing such']) {
    expect(await bulwark(words)).toMatchObject({
      code: 2,
      out: [],
      err: expect.arrayContaining([expect.stringContaining('keys create')]),
    });
  }
});

test.each([
  ['keys create', 'scopes: missing.'],
  ['keys create --scopes all', 'scopes: Invalid option'],
  ['keys create --scopes policies:read --expires soon', 'expires: Not a time such as 90d'],
  ['keys create --scopes policies:read --expires 366d', 'expires: At most 365d'],
  ['keys create --scopes policies:read --connection conn_none', 'connection: there is no conn_none'],
  ['keys create --scopes policies:read --colour red', "Unknown option '--colour'"],
  ['keys create --scopes policies:read surplus', 'Not understood: surplus'],
  ['connections add --tenant contoso.com --name Contoso', 'tenant: Invalid GUID'],
  ['connections remove', 'id: missing.'],
  ['journal export', 'to: missing.'],
  ['store move --to mysql://somewhere', 'to: Not a postgres:// address'],
])('%s is not understood', async (words, why) => {
  const { bulwark } = await newCommandLine();
  const { code, out, err } = await bulwark(words);
  expect({ code, out }).toEqual({ code: 2, out: [] });
  expect(err[0]).toContain(why);
  expect(err.at(-1)).toMatch('Usage: bulwark');
});

import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';

const id = '5b0a3c5e-4f0e-4a52-8d3c-0f6a4f1f2b11';

function configOf(env: Record<string, string>) {
  const reading = readConfig(env);
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  return reading.config;
}

function problemsOf(env: Record<string, string>): readonly string[] {
  const reading = readConfig(env);
  return 'problems' in reading ? reading.problems : [];
}

describe('protected accounts', () => {
  it('are listed by object id, name or group', () => {
    const { protectedAccounts } = configOf({ PROTECTED: ` ${id.toUpperCase()}, break@contoso.com ,group:${id}` });
    expect(protectedAccounts).toEqual([
      { kind: 'id', id },
      { kind: 'upn', upn: 'break@contoso.com' },
      { kind: 'group', id },
    ]);
  });

  it('need not be named in the simulated world, and can be none', () => {
    expect(configOf({}).protectedAccounts).toEqual([]);
    expect(configOf({ PROTECTED: 'None' }).protectedAccounts).toEqual([]);
  });

  it.each(['break glass', `none,${id}`, 'group:admins', `${id};${id}`, ','])('are not listed as %s', (list) => {
    expect(problemsOf({ PROTECTED: list })).toEqual([expect.stringMatching(/^PROTECTED: /)]);
  });

  it('must be named for a real tenant', () => {
    const account = {
      BOT_ID: id,
      BOT_TENANT_ID: id,
      SECRET_BOT_PASSWORD: 'x',
      GRAPH_CLIENT_ID: id,
      SECRET_GRAPH_CLIENT_SECRET: 'x',
    };
    expect(problemsOf(account)).toEqual([expect.stringMatching(/^PROTECTED: missing\..*"none"/)]);
    expect(configOf({ ...account, PROTECTED: 'none' }).protectedAccounts).toEqual([]);
  });
});

it('knows the verbs that can take two people, and no others', () => {
  expect(configOf({ APPROVAL_VERBS: 'contain, release' }).approvalVerbs).toEqual(['contain', 'release']);
  expect(problemsOf({ APPROVAL_VERBS: 'contain,fly' })).toEqual([expect.stringMatching(/^APPROVAL_VERBS: /)]);
});

it('caps containments at five in ten minutes and twenty in a day, unless told otherwise', () => {
  const limits = (env: Record<string, string>) => configOf(env).containLimits.map(({ most }) => most);
  expect(limits({})).toEqual([5, 20]);
  expect(limits({ CONTAIN_MAX_10MIN: '1', CONTAIN_MAX_DAY: '2' })).toEqual([1, 2]);
});

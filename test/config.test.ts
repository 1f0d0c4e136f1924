import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readConfig } from '../src/config.ts';
import { pemFile, pemOf } from './certificates.ts';

const id = '5b0a3c5e-4f0e-4a52-8d3c-0f6a4f1f2b11';
const secret = 'canary-secret-7f3a';

const account = {
  BOT_ID: id,
  BOT_TENANT_ID: id,
  SECRET_BOT_PASSWORD: secret,
  GRAPH_CLIENT_ID: id,
  SECRET_GRAPH_CLIENT_SECRET: secret,
  PROTECTED: 'none',
};

function configOf(env: Record<string, string>) {
  const reading = readConfig(env);
  if ('problems' in reading) throw new Error(reading.problems.join('\n'));
  return reading.config;
}

function problemsOf(env: Record<string, string>): readonly string[] {
  const reading = readConfig(env);
  return 'problems' in reading ? reading.problems : [];
}

it('needs nothing, and then has no account', () => {
  expect(configOf({}).microsoft).toBeUndefined();
});

describe('who holds a role', () => {
  it('is listed by object id or group, in any case and with blanks', () => {
    const { holders } = configOf({ ADMINS: ` ${id.toUpperCase()} ,group:${id}`, VIEWERS: `GROUP:${id}` });
    expect(holders.admin).toEqual({ people: [id], groups: [id] });
    expect(holders.viewer).toEqual({ people: [], groups: [id] });
    expect(holders.responder).toEqual({ people: [], groups: [] });
    expect(configOf({ HARDENERS: 'none' }).holders.hardener).toEqual({ people: [], groups: [] });
  });

  it.each(['megan@contoso.com', 'group:security', `groups:${id}`, `${id};${id}`])('is not listed as %s', (list) => {
    expect(problemsOf({ ADMINS: list })).toEqual([expect.stringMatching(/^ADMINS: .*group:<object id>/)]);
  });
});

describe('the trusted proxies', () => {
  it('are addresses and ranges, and none by default', () => {
    expect(configOf({}).trustedProxies).toEqual([]);
    const listed = ['10.0.0.0/8', '192.0.2.1', '2001:db8::/32', '::1'];
    expect(configOf({ TRUSTED_PROXIES: listed.join(' , ') }).trustedProxies).toEqual(listed);
  });

  it.each(['proxy.contoso.com', '10.0.0.0/33', '10.0.0', '*'])('are not %s', (list) => {
    expect(problemsOf({ TRUSTED_PROXIES: list })).toEqual([expect.stringMatching(/^TRUSTED_PROXIES: .*CIDR/)]);
  });
});

describe('the Microsoft account', () => {
  it('is all there or not there', () => {
    const { SECRET_GRAPH_CLIENT_SECRET: _left, BOT_TENANT_ID: _out, ...half } = account;
    const problems = problemsOf(half);
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'BOT_TENANT_ID',
      'SECRET_GRAPH_CLIENT_SECRET, GRAPH_CERTIFICATE_PATH, GRAPH_MANAGED_IDENTITY_ID',
    ]);
  });

  it('takes client secrets, but in production only when told to', () => {
    expect(configOf(account).microsoft?.graphProof).toEqual({ kind: 'secret', secret });
    expect(problemsOf({ ...account, NODE_ENV: 'production' })).toEqual([
      expect.stringMatching(/^SECRET_BOT_PASSWORD: not in production\..*ALLOW_CLIENT_SECRET=1\.$/),
      expect.stringMatching(/^SECRET_GRAPH_CLIENT_SECRET: not in production\./),
    ]);
    expect(problemsOf({ ...account, NODE_ENV: 'production', ALLOW_CLIENT_SECRET: '1' })).toEqual([]);
  });

  it('takes a managed identity for either app', () => {
    const { SECRET_BOT_PASSWORD: _bot, ...rest } = account;
    const { microsoft } = configOf({
      ...rest,
      BOT_MANAGED_IDENTITY_ID: id,
      NODE_ENV: 'production',
      ALLOW_CLIENT_SECRET: '1',
    });
    expect(microsoft?.botProof).toEqual({ kind: 'managedIdentity', clientId: id });
  });

  it('takes no two credentials for one app', () => {
    expect(problemsOf({ ...account, BOT_MANAGED_IDENTITY_ID: id })).toEqual([
      'SECRET_BOT_PASSWORD, BOT_MANAGED_IDENTITY_ID: too many. Keep one of them.',
    ]);
  });
});

describe('a certificate', () => {
  const { SECRET_GRAPH_CLIENT_SECRET: _secret, ...rest } = account;

  async function fileWith(contents: string, mode = 0o600): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'bulwark-config-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'graph.pem');
    await writeFile(path, contents);
    await chmod(path, mode);
    return path;
  }

  it('is read with its key from one file', async () => {
    const { microsoft } = configOf({ ...rest, GRAPH_CERTIFICATE_PATH: await fileWith(pemFile) });
    expect(microsoft?.graphProof).toMatchObject({ kind: 'certificate', certificate: { chain: [expect.any(String)] } });
  });

  it.each([
    ['nothing there', '', 'must hold a PEM certificate and its RSA private key'],
    ['no key', pemOf('certificate'), 'must hold a PEM certificate and its RSA private key'],
    ['no certificate', pemOf('key'), 'must hold a PEM certificate and its RSA private key'],
    ['the key of another', pemOf('certificate') + pemOf('otherKey'), 'not that of its first certificate'],
    ['a broken certificate', pemFile.replace('MII', 'AAA'), 'cannot be read|must hold'],
    ['an expired one', pemOf('expiredCertificate') + pemOf('key'), 'expired on 2020'],
  ])('is refused with a reason: %s', async (_what, contents, why) => {
    const problems = problemsOf({ ...rest, GRAPH_CERTIFICATE_PATH: await fileWith(contents) });
    expect(problems).toEqual([expect.stringMatching(new RegExp(`^GRAPH_CERTIFICATE_PATH: .*(${why})`))]);
  });

  it('that others may read, or that is not there, is refused', async () => {
    expect(problemsOf({ ...rest, GRAPH_CERTIFICATE_PATH: await fileWith(pemFile, 0o644) })).toEqual([
      expect.stringContaining('others may read the file'),
    ]);
    expect(problemsOf({ ...rest, GRAPH_CERTIFICATE_PATH: '/nowhere/graph.pem' })).toEqual([
      'GRAPH_CERTIFICATE_PATH: the file cannot be read.',
    ]);
  });
});

it('tells twelve mistakes in twelve lines without a value, listens nowhere and exits with 78', async () => {
  const wrong = {
    PROTECTED: 'none',
    PORT: 'canary-port',
    LOG_LEVEL: 'canary-level',
    DATABASE_URL: 'mysql://canary-user:canary-password@db',
    SIMULATOR_URL: 'http://canary.example',
    PUBLIC_URL: 'canary-url',
    BOT_ID: 'canary-bot',
    BOT_TENANT_ID: '',
    SECRET_BOT_PASSWORD: secret,
    BOT_MANAGED_IDENTITY_ID: id,
    GRAPH_CLIENT_ID: id,
    SECRET_GRAPH_CLIENT_SECRET: secret,
    NODE_ENV: 'production',
    ADMINS: 'canary-admin,canary-other',
    READ_CACHE_S: '-1',
    ALLOW_CLIENT_SECRET: 'canary-yes',
  };
  const main = resolve(import.meta.dirname, '../src/main.ts');
  const child = spawn(process.execPath, [main], { env: wrong, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err] = [text(child.stdout), text(child.stderr)];
  const [code] = await once(child, 'exit');
  const lines = (await err).trim().split('\n');
  expect(lines.map((line) => line.split(':')[0])).toEqual([
    'PORT',
    'PUBLIC_URL',
    'LOG_LEVEL',
    'DATABASE_URL',
    'SIMULATOR_URL',
    'BOT_ID',
    'ALLOW_CLIENT_SECRET',
    'ADMINS',
    'READ_CACHE_S',
    'BOT_TENANT_ID',
    'SECRET_BOT_PASSWORD, BOT_MANAGED_IDENTITY_ID',
    'SECRET_GRAPH_CLIENT_SECRET',
  ]);
  expect(`${await out}${await err}`).not.toMatch(/canary/);
  expect([await out, code]).toEqual(['', 78]);
});

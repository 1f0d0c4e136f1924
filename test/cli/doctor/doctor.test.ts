import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { neededAppRoles } from '../../../src/core/app-roles.ts';
import { pemOf } from '../../certificates.ts';
import { directly } from '../../store/homes.ts';
import { newCommandLine, newDataDir } from '../command-line.ts';
import { installation } from './world.ts';

type Installed = Awaited<ReturnType<typeof installation>>;

const guid = '11111111-2222-4333-8444-555555555555';
const roles = [...neededAppRoles.read, ...neededAppRoles.write];
const without = (role: string) => roles.filter((one) => one !== role);

test('a sound installation passes every check', async () => {
  const { examine, bulwark } = await installation();
  const { code, failed, checks } = await examine();
  expect({ code, failed }).toEqual({ code: 0, failed: [] });
  const names = ['configuration', 'store', 'journal', 'checkpoints', 'login', 'Graph credentials', 'permissions'];
  const outside = ['Graph', 'clock', 'bot registration', 'Teams signing keys', 'tenant allow-list', 'admins'];
  expect([...new Set(checks.map(({ name }) => name))]).toEqual([...names, ...outside]);
  expect((await bulwark('doctor')).out[0]).toBe('ok      configuration       complete');
});

test('the simulated world passes, too', async () => {
  const { bulwark } = await newCommandLine();
  expect(await bulwark('doctor')).toMatchObject({ code: 0, err: [expect.stringContaining('none failed')] });
});

const setUps: readonly [string, (installed: Installed) => Promise<Record<string, string> | unknown>, string, string][] =
  [
    [
      'a wrong client secret',
      async () => ({ SECRET_GRAPH_CLIENT_SECRET: 'no' }),
      'Graph credentials',
      'secret is wrong (AADSTS7000215)',
    ],
    ["the bot's wrong secret", async () => ({ SECRET_BOT_PASSWORD: 'no' }), 'bot registration', 'refused the bot'],
    [
      'an unknown tenant',
      ({ bulwark }) => bulwark(`connections add --tenant ${guid} --name Nowhere`),
      'tenant',
      `no tenant ${guid}`,
    ],
    ['an app that nobody consented to', ({ world }) => world.grant(null), 'consent', 'no consent in tenant'],
    [
      'a missing write role',
      ({ world }) => world.grant(without('User.RevokeSessions.All')),
      'permissions',
      'lacks User.RevokeSessions.All: what it changes is refused',
    ],
    [
      'a missing read role',
      ({ world }) => world.grant(without('IdentityRiskEvent.Read.All')),
      'permissions',
      'lacks IdentityRiskEvent.Read.All: what it reads',
    ],
    [
      'Graph out of reach',
      ({ world }) => world.fault({ path: '^/v1.0/organization', drop: 'before' }),
      'Graph',
      'is not reachable',
    ],
    [
      'a login service out of reach',
      ({ world }) => world.fault({ path: '/oauth2/v2.0/token', drop: 'before' }),
      'login',
      'login service is not reachable',
    ],
    ['a bot id that is no GUID', async () => ({ BOT_ID: 'bulwark' }), 'configuration', 'BOT_ID: Invalid GUID'],
    ['an empty tenant allow-list', async () => ({ BOT_TENANT_ID: '' }), 'configuration', 'BOT_TENANT_ID: missing'],
    [
      'an expired certificate',
      () => certificate('expiredCertificate', 'key'),
      'configuration',
      'expired on 2020-01-01. Add a new one in Entra > App registrations and name its file.',
    ],
    ['a certificate without its key', () => certificate('certificate'), 'configuration', 'and its RSA private key'],
    [
      'a certificate that is not there',
      async () => ({ SECRET_GRAPH_CLIENT_SECRET: '', GRAPH_CERTIFICATE_PATH: '/none.pem' }),
      'configuration',
      'GRAPH_CERTIFICATE_PATH: the file cannot be read',
    ],
    ['a journal that cannot be written', sealJournal, 'journal', 'cannot be written: disk I/O error'],
    ['a row that was changed', cutJournal, 'journal', 'row 1 of org_default'],
    [
      'a checkpoint key that is none',
      async () => ({ CHECKPOINT_KEY: 'none' }),
      'configuration',
      'CHECKPOINT_KEY: neither a file',
    ],
    [
      'a clock 10 minutes off',
      ({ world }) => world.fault({ path: '^/v1.0/organization', headers: { date: minutesAgo(10) } }),
      'clock',
      's ahead of Microsoft',
    ],
    [
      'PostgreSQL refusing the password',
      async () => ({ DATABASE_URL: await refusingPostgres() }),
      'store',
      'PostgreSQL refused the password',
    ],
    [
      'PostgreSQL that is not there',
      async () => ({ DATABASE_URL: 'postgres://bulwark:canary@127.0.0.1:9/x' }),
      'store',
      'nothing listens',
    ],
    [
      'a data directory that is a file',
      async ({ env }) => ({ DATA_DIR: join(env.CHECKPOINT_DIR, '..', 'data', 'bulwark.db') }),
      'store',
      'DATA_DIR',
    ],
  ];

describe('names cause and cure of', () => {
  test.each(setUps)('%s', { timeout: 60_000 }, async (_name, setUp, check, cause) => {
    const installed = await installation();
    const made = await setUp(installed);
    const env = isEnv(made) ? made : {};
    const { code, failed } = await installed.examine(env);
    expect(code).toBe(1);
    const finding = failed.find(({ name }) => name === check);
    expect(finding).toMatchObject({ text: expect.stringContaining(cause), cure: expect.stringMatching(/\w{4}/) });
    expect(JSON.stringify(failed)).not.toContain('canary');
  });
});

function isEnv(made: unknown): made is Record<string, string> {
  return Object.values(Object(made)).every((value) => typeof value === 'string');
}

test.each([
  ['the checkpoint place', (directory: string) => ({ CHECKPOINT_DIR: join(directory, 'checkpoints') })],
  ['the checkpoint key', () => ({})],
])('%s inside the data directory is a warning, not a failure', async (what, more) => {
  const { examine, env } = await installation();
  const { code, checks } = await examine(more(env.DATA_DIR));
  expect(code).toBe(0);
  const warned = checks.filter(({ status }) => status === 'warning').map(({ text }) => text);
  expect(warned).toContainEqual(expect.stringContaining(`${what} is inside the data directory`));
  expect(checks.filter(({ name, status }) => name === 'checkpoints' && status === 'warning')).toEqual(
    warned.map(() => expect.objectContaining({ cure: expect.stringMatching(/another volume/) })),
  );
});

test('a certificate that ends within 30 days is a warning, and one that does not is not', async () => {
  const { examine } = await installation();
  const { code, checks } = await examine({
    ...(await certificate('endingCertificate', 'key')),
    ...{ SECRET_BOT_PASSWORD: '', BOT_CERTIFICATE_PATH: await pemWith('certificate', 'key') },
  });
  expect(code).toBe(0);
  expect(checks.filter(({ name }) => name === 'certificates')).toEqual([
    { name: 'certificates', status: 'ok', text: 'the certificate of the bot is valid until 2049-12-31' },
    {
      ...{ name: 'certificates', status: 'warning' },
      text: expect.stringMatching(/^the certificate for Graph ends on \d{4}-\d\d-\d\d$/),
      cure: expect.stringContaining('Add a new one in Entra'),
    },
  ]);
});

test('nothing connected and nobody in charge are warnings', async () => {
  const { examine, bulwark } = await installation();
  const [{ id }] = (await bulwark('connections list --json')).json();
  await bulwark(`connections remove ${id}`);
  const { code, checks } = await examine({ ADMINS: '' });
  expect(code).toBe(0);
  const warned = checks.filter(({ status }) => status === 'warning').map(({ name }) => name);
  expect(warned).toEqual(['checkpoints', 'connections', 'admins']);
});

test('a simulated world that is gone is said to be', async () => {
  const { bulwark } = await newCommandLine({ SIMULATOR_URL: 'http://127.0.0.1:9' });
  const { code, out } = await bulwark('doctor');
  expect(code).toBe(1);
  expect(out).toContainEqual(expect.stringMatching(/^failed +simulated world +not reachable/));
});

function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toUTCString();
}

async function sealJournal({ env }: Installed): Promise<void> {
  const guard = `create trigger full before insert on journal begin select raise(abort, 'disk I/O error'); end`;
  await directly({ kind: 'embedded', directory: env.DATA_DIR }, guard);
}

async function cutJournal({ env }: Installed): Promise<void> {
  await directly(
    { kind: 'embedded', directory: env.DATA_DIR },
    'drop trigger journal_no_delete',
    'delete from journal where seq = 1',
  );
}

type Parts = readonly Parameters<typeof pemOf>[0][];

/** Instead of the secret. */
async function certificate(...parts: Parts): Promise<Record<string, string>> {
  return { SECRET_GRAPH_CLIENT_SECRET: '', GRAPH_CERTIFICATE_PATH: await pemWith(...parts) };
}

async function pemWith(...parts: Parts): Promise<string> {
  const path = join(await newDataDir(), 'app.pem');
  await writeFile(path, parts.map(pemOf).join(''), { mode: 0o600 });
  return path;
}

/** Answers like a server that does not know the password. */
async function refusingPostgres(): Promise<string> {
  const fields = ['SFATAL', 'VFATAL', 'C28P01', 'Mpassword authentication failed for user "bulwark"'].map(
    (one) => `${one}\0`,
  );
  const body = Buffer.from(`${fields.join('')}\0`);
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([Buffer.from('E'), length, body])));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  return `postgres://bulwark:canary@127.0.0.1:${(server.address() as AddressInfo).port}/bulwark`;
}

import { execFile } from 'node:child_process';
import { request as httpRequest } from 'node:http';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { formatKey } from '../../src/core/keys.ts';
import { call, type Reply } from './call.ts';
import { giveKey } from './keys.ts';
import { restClient } from './product.ts';
import { useWorld } from './world.ts';

const run = promisify(execFile);
const keys = { expired: '', revoked: '', doomed: '' };

const world = useWorld({
  env: { STRANGERS_PER_MINUTE: '1000' },
  prepare: async (store) => {
    keys.expired = await giveKey(store, { expiresAt: Date.now() - 1 });
    keys.revoked = await giveKey(store, { id: 'key_revoked' });
    keys.doomed = await giveKey(store, { id: 'key_doomed', unlimited: true });
    await store.keys.revoke('org_default', 'key_revoked');
  },
});

const path = '/tenants/me/operations';

function ask(headers: Record<string, string>): Promise<Reply> {
  return call('GET', `${world().product.url}${path}`, undefined, headers);
}

it('answers every key that does not work in the same bytes and headers', async () => {
  const { key } = world().product;
  const changed = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
  const never = formatKey('n'.repeat(36));
  const bearers = [changed, never, keys.expired, keys.revoked, '', 'ak_live_', key.toUpperCase(), `${key}x`, 'é'];
  const values = [
    `Basic ${key}`,
    key,
    `Bearer ${key} ${key}`,
    `Bearer\t${key},`,
    ...bearers.map((one) => `Bearer ${one}`),
  ];
  const replies = [await ask({}), ...(await Promise.all(values.map((authorization) => ask({ authorization }))))];
  const told = replies.map(({ status, text, headers }) => {
    const id = headers.get('request-id') ?? '';
    const rest = [...headers].filter(([name]) => !['request-id', 'date'].includes(name));
    return JSON.stringify([status, text.replace(id, ''), rest]);
  });
  expect(new Set(told).size, [...new Set(told)].join('\n')).toBe(1);
  expect(replies[0]).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } });
});

it('refuses two Authorization headers, whichever of them works', async () => {
  const { key, url } = world().product;
  for (const values of [
    [`Bearer ${key}`, 'Bearer ak_live_x'],
    ['Bearer ak_live_x', `Bearer ${key}`],
  ]) {
    expect(await statusOf(`${url}${path}`, values)).toBe(400);
  }
  expect(await statusOf(`${url}${path}`, [`Bearer ${key}`])).toBe(200);
});

function statusOf(url: string, authorization: readonly string[]): Promise<number | undefined> {
  const headers = ['Host', 'test', ...authorization.flatMap((value) => ['Authorization', value])];
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject).end();
  });
}

it('ends a key at once when the command line revokes it while it is in use', async () => {
  const { rest } = restClient(world().product.url, keys.doomed);
  const seen: { at: number; status: number }[] = [];
  let revokedAt = Number.POSITIVE_INFINITY;
  const load = async () => {
    while (Date.now() < revokedAt + 1_500) {
      const at = Date.now();
      seen.push({ at, status: (await rest('GET', path)).status });
    }
  };
  const loading = Promise.all([load(), load(), load()]);
  const env = { ...process.env, DATA_DIR: world().dataDir, SIMULATOR_URL: world().url };
  await run(process.execPath, ['src/cli.ts', 'keys', 'revoke', 'key_doomed'], { env });
  revokedAt = Date.now();
  await loading;
  const after = seen.filter(({ at }) => at > revokedAt);
  expect(seen.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  expect(after.map(({ status }) => status)).toContain(401);
  // Who goes on with a dead key is a stranger, and slowed down like one.
  expect(after.filter(({ status }) => status !== 401 && status !== 429)).toEqual([]);
});

it('remembers when a key was used last', async () => {
  const before = Date.now();
  await world().product.rest('GET', path);
  const env = { ...process.env, DATA_DIR: world().dataDir, SIMULATOR_URL: world().url };
  const { stdout } = await run(process.execPath, ['src/cli.ts', 'keys', 'list', '--json'], { env });
  const demo = JSON.parse(stdout).findLast(({ name }: { name: string }) => name === 'demo');
  expect(Math.abs(Date.parse(demo.lastUsedAt) - before)).toBeLessThan(60_000);
});

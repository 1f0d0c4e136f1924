import { expect, test } from 'vitest';
import { findKey } from '../../src/core/keys.ts';
import { machine } from '../../src/hallway/machine.ts';
import { openStore } from '../../src/store/open.ts';
import { newCommandLine } from './command-line.ts';

async function identified(dataDir: string, key: string) {
  const store = await openStore({ kind: 'embedded', directory: `${dataDir}/simulated` }, { instance: 'test' });
  const record = await findKey(store.keys, machine, key);
  const [row] = await store.readJournal('org_default', 0);
  await store.close();
  return { record, text: row?.bytes ?? '' };
}

test('the first line is a key that works at once, with its scopes and an end', async () => {
  const { dataDir, bulwark } = await newCommandLine();
  const { code, out } = await bulwark(
    'keys create --scopes policies:read,threats:contain+privileged --expires 30d --name ci',
  );
  expect(code).toBe(0);
  expect(out).toEqual([expect.stringMatching(/^ak_live_[0-9A-Za-z]{42}$/)]);
  const { record, text } = await identified(dataDir, out[0] ?? '');
  expect(record).toMatchObject({ name: 'ci', scopes: ['policies:read', 'threats:contain+privileged'] });
  expect(Math.abs((record?.expiresAt ?? 0) - Date.now() - 30 * 86_400_000)).toBeLessThan(60_000);
  expect(JSON.parse(text)).toMatchObject({ type: 'key', via: { channel: 'cli' }, detail: { verb: 'keys.create' } });
  expect(text).not.toContain(out[0]);
});

test('a key ends after 90 days unless told', async () => {
  const { bulwark } = await newCommandLine();
  const { expiresAt } = (await bulwark('keys create --scopes policies:read --json')).json();
  expect(Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000)).toBe(90);
});

test('a key can be bound to connections', async () => {
  const { bulwark } = await newCommandLine();
  const id = (await bulwark('connections add --tenant 11111111-2222-4333-8444-555555555555 --name Fabrikam')).out[0];
  const created = await bulwark(`keys create --scopes threats:read --connection ${id} --json`);
  expect(created.json()).toMatchObject({ connections: [id] });
});

test('a revoked key opens nothing; its record stays', async () => {
  const { dataDir, bulwark } = await newCommandLine();
  const { key, id } = (await bulwark('keys create --scopes policies:read --json')).json();
  expect(await bulwark(`keys revoke ${id}`)).toMatchObject({ code: 0, out: [`revoked ${id}`] });
  expect((await identified(dataDir, key)).record).toBeUndefined();
  expect((await bulwark('keys list')).out[1]).toMatch(`${id}  revoked`);
  expect((await bulwark('keys list --json')).json()).toMatchObject([{ id, revokedAt: expect.any(String) }]);
});

test("another organization's key is as unknown as one that never was", async () => {
  const { bulwark } = await newCommandLine();
  const { id } = (await bulwark('keys create --scopes policies:read --json')).json();
  const [organization] = (await bulwark('organizations add --name Other')).out;
  expect(await bulwark(`keys revoke ${id} --organization ${organization}`)).toMatchObject({
    code: 1,
    out: [],
    err: [`There is no key ${id}. See: bulwark keys list`],
  });
});

import { expect, it } from 'vitest';
import { protectionList } from '../../src/core/containment/protection.ts';
import { lookUpProtected } from '../../src/jobs/protected-accounts.ts';
import { organization } from '../core/fakes/access.ts';
import { connection, fakeConnections } from '../core/fakes/connections.ts';
import { virtualRuntime } from '../core/fakes/runtime.ts';
import { fakeUsers } from '../core/fakes/users.ts';

const hourMs = 3_600_000;

function world(groups: readonly string[] = []) {
  const runtime = virtualRuntime();
  const users = fakeUsers(runtime);
  let finds = 0;
  const find: typeof users.find = (...asked) => {
    finds += 1;
    return users.find(...asked);
  };
  const accounts = ['alex', 'lee'].map((name) => ({ kind: 'upn', upn: `${name}@contoso.com` }) as const);
  const listed = [...accounts, ...groups.map((id) => ({ kind: 'group', id }) as const)];
  const alarms: (readonly number[])[] = [];
  const row = { id: organization, name: '', entitlements: [], createdAt: 0 };
  const ports = {
    protection: protectionList({ ...users, find }, runtime, listed),
    connections: fakeConnections([connection('one'), connection('two', { tenantId: 'another' })]),
    organizations: { list: async () => [row], find: async () => row, ensure: async () => row },
  };
  const look = () => lookUpProtected(ports, (entries) => alarms.push(entries));
  return { runtime, users, alarms, look, finds: () => finds };
}

it('looks into every connected tenant, once an hour', async () => {
  const { runtime, users, alarms, look, finds } = world();
  users.add('alex');
  users.add('lee');
  await look();
  await look();
  expect(finds()).toBe(4);
  await runtime.sleep(hourMs);
  await look();
  expect(finds()).toBe(8);
  expect(alarms).toEqual([]);
});

it('raises the alarm once when an account is not found, and again when another one is lost', async () => {
  const { runtime, users, alarms, look } = world();
  users.add('alex');
  await look();
  await look();
  expect(alarms).toEqual([[2]]);
  users.accounts.clear();
  await runtime.sleep(hourMs);
  await look();
  expect(alarms).toEqual([[2], [1, 2]]);
});

it('raises the alarm about a group that is not there, which would protect nobody', async () => {
  const { runtime, users, alarms, look } = world(['emergency']);
  users.add('alex', { groups: ['emergency'] });
  users.add('lee');
  await look();
  expect(alarms).toEqual([]);
  users.add('alex');
  await runtime.sleep(hourMs);
  await look();
  expect(alarms).toEqual([[3]]);
});

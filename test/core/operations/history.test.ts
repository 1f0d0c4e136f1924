import { beforeEach, expect, it } from 'vitest';
import { operationHistory } from '../../../src/core/operations/history.ts';
import { allowList } from '../../../src/core/policies/allow-list.ts';
import { keyHolder, person } from '../fakes/access.ts';
import { connection } from '../fakes/connections.ts';
import { apiKey, coreWorld, hardener, nobody, rest, soc, viewer, type World } from '../fakes/world.ts';

const keyOfTwo = keyHolder('two');
const admin = person('admin');
const oneClick = allowList.filter(({ guided }) => !guided);

let world: World;

beforeEach(() => {
  world = coreWorld();
  world.connections.all.push(connection('conn_two', { tenantId: 'tenant-two', createdAt: 1 }));
  world.access.roles.set(admin.oid, ['admin']);
  world.access.grants.set(keyOfTwo.keyId, { scopes: ['operations:read'], connections: ['conn_two'] });
});

async function hardened(at: number, connectionId?: string): Promise<string> {
  const { outcome } = await world.harden.now(apiKey, rest, oneClick[at]!.key, connectionId);
  return (await outcome).id;
}

it('lists what was begun, newest first', async () => {
  const ids = [await hardened(0), await hardened(1)];
  await world.harden.preview(hardener, soc, oneClick[2]!.key);
  const { operations, cursor } = await operationHistory(world).list(admin, soc);
  expect([operations.map(({ id }) => id), cursor]).toEqual([ids.reverse(), undefined]);
});

it('shows a person who is no admin their own operations only', async () => {
  const [ofKey, ofViewer] = [await hardened(0), await hardened(1)];
  const operation = world.store.operations.get(ofViewer)!;
  world.store.operations.set(ofViewer, { ...operation, requestedBy: viewer });
  const history = operationHistory(world);
  expect((await history.list(viewer, soc)).operations.map(({ id }) => id)).toEqual([ofViewer]);
  expect(await history.find(viewer, soc, ofViewer)).toMatchObject({ id: ofViewer });
  await expect(history.find(viewer, soc, ofKey)).rejects.toMatchObject({ refusal: 'unknown_operation' });
  expect(await history.find(admin, soc, ofKey)).toMatchObject({ id: ofKey });
});

it('goes on where the last page ended', async () => {
  const work = Array.from({ length: 21 }, (_, at) => hardened(at % 12, at < 12 ? 'conn_one' : 'conn_two'));
  await Promise.all(work);
  const history = operationHistory(world);
  const first = await history.list(apiKey, rest);
  const second = await history.list(apiKey, rest, first.cursor);
  const ids = [...first.operations, ...second.operations].map(({ id }) => id);
  expect([first.operations.length, second.operations.length, second.cursor]).toEqual([20, ids.length - 20, undefined]);
  expect(new Set(ids).size).toBe(world.store.operations.size);
});

it('shows a key the operations of its connections only', async () => {
  const [one, two] = [await hardened(0), await hardened(0, 'conn_two')];
  const history = operationHistory(world);
  expect((await history.list(keyOfTwo, rest)).operations.map(({ id }) => id)).toEqual([two]);
  expect(await history.find(keyOfTwo, rest, two)).toMatchObject({ id: two });
  await expect(history.find(keyOfTwo, rest, one)).rejects.toMatchObject({ refusal: 'unknown_operation' });
});

it('shows nothing to who may not read it, and nothing of another organization', async () => {
  const id = await hardened(0);
  const history = operationHistory(world);
  await expect(history.list(nobody, soc)).rejects.toMatchObject({ refusal: 'not_allowed' });
  await expect(history.find(nobody, soc, id)).rejects.toMatchObject({ refusal: 'not_allowed' });
  const stranger = { ...admin, organization: 'org_other' };
  expect(await history.list(stranger, soc)).toEqual({ operations: [] });
  await expect(history.find(stranger, soc, id)).rejects.toMatchObject({ refusal: 'unknown_operation' });
  expect(world.journal.denials.map(({ why }) => why)).toEqual(['not_allowed', 'not_allowed', 'unknown_operation']);
});

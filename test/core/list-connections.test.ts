import { beforeEach, expect, it } from 'vitest';
import { authorizer } from '../../src/core/access.ts';
import { scopes } from '../../src/core/actors.ts';
import { connectionLister } from '../../src/core/list-connections.ts';
import { type FakeAccess, fakeAccess, keyHolder, person } from './fakes/access.ts';
import { connection, fakeConnections } from './fakes/connections.ts';
import { recordingJournal } from './fakes/journal.ts';

const via = { channel: 'rest', requestId: 'request-1' } as const;
const key = keyHolder('script');
const anna = person('anna');
const all = [
  connection('conn_read', { createdAt: 1, mode: 'read' }),
  connection('conn_one', { createdAt: 2 }),
  connection('conn_two', { createdAt: 3 }),
  connection('conn_foreign', { organization: 'org_other' }),
];

let access: FakeAccess;
let connections: ReturnType<typeof fakeConnections>;

beforeEach(() => {
  access = fakeAccess();
  access.roles.set(anna.oid, ['viewer']);
  connections = fakeConnections([...all]);
});

function list(actor: typeof anna | typeof key) {
  return connectionLister({ authorize: authorizer(access, recordingJournal()), connections })(actor, via);
}

it('lists every connection of the organization, and which one is meant when none is named', async () => {
  const listed = await list(anna);
  expect(listed.map(({ id, isDefault }) => [id, isDefault])).toEqual([
    ['conn_read', false],
    ['conn_one', true],
    ['conn_two', false],
  ]);
});

it('lists for a key only those it was made for, with a default among them', async () => {
  access.grants.set(key.keyId, { scopes: ['threats:read'] });
  connections.boundTo = () => ['conn_two', 'conn_foreign'];
  expect((await list(key)).map(({ id, isDefault }) => [id, isDefault])).toEqual([['conn_two', true]]);
});

it.each(scopes)('asks for any scope to read: %s', async (scope) => {
  access.grants.set(key.keyId, { scopes: [scope] });
  const listed = list(key);
  if (scope.endsWith(':read')) expect(await listed).toHaveLength(3);
  else await expect(listed).rejects.toMatchObject({ refusal: 'not_allowed' });
});

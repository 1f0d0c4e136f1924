import { expect, test } from 'vitest';
import { type Json, openWorld, sharedWorld } from '../world-client.ts';

test('a user is found by id, and by user principal name in any case', async () => {
  const world = await sharedWorld();
  const byName = await world.graph('GET', '/users/Alex.Wilber@CONTOSO.com');
  expect(byName.status).toBe(200);
  expect((await world.graph('GET', `/users/${byName.body.id}`)).body.userPrincipalName).toBe('alex.wilber@contoso.com');
  expect((await world.graph('GET', "/users('alex.wilber@contoso.com')")).body.id).toBe(byName.body.id);
  const guest = world.facts.people.find((person: Json) => person.alias === 'guest').userPrincipalName;
  expect((await world.graph('GET', `/users/${encodeURIComponent(guest)}`)).status).toBe(200);
});

test('answers the default properties, or exactly the selected ones', async () => {
  const world = await sharedWorld();
  const plain = (await world.graph('GET', '/users/lee.gu@contoso.com')).body;
  expect(plain).not.toHaveProperty('accountEnabled');
  const { body } = await world.graph(
    'GET',
    '/users/lee.gu@contoso.com?$select=id,accountEnabled,onPremisesSyncEnabled',
  );
  delete body['@odata.context'];
  expect(body).toEqual({ id: plain.id, accountEnabled: true, onPremisesSyncEnabled: null });
});

test('revoking moves the moment sessions are valid from, every time', async () => {
  const world = await openWorld({ clock: () => Date.parse('2026-11-22T08:00:00.400Z') });
  const path = '/users/alex.wilber@contoso.com';
  const validFrom = async () =>
    (await world.graph('GET', `${path}?$select=signInSessionsValidFromDateTime`)).body.signInSessionsValidFromDateTime;
  const before = await validFrom();
  const reply = await world.graph('POST', `${path}/revokeSignInSessions`);
  expect(reply.status).toBe(200);
  expect(reply.body.value).toBe(true);
  const first = await validFrom();
  await world.graph('POST', `${path}/revokeSignInSessions`);
  expect([before < first, first < (await validFrom())]).toEqual([true, true]);
  expect((await world.graph('POST', '/users/nobody/revokeSignInSessions')).status).toBe(404);
});

test('roles and groups of a user', async () => {
  const world = await openWorld();
  const user = (await world.graph('GET', '/users/grady.archie@contoso.com')).body;
  await world.control('PUT', 'documents', {
    '/groups': [
      { id: 'g1', displayName: 'Helpers' },
      { id: 'g2', displayName: 'Others' },
    ],
    '/groups/g1/members': [{ id: user.id }],
  });
  const all = (await world.graph('GET', `/users/${user.id}/transitiveMemberOf`)).body.value;
  expect(all.map((one: Json) => one.displayName)).toEqual(['User Administrator', 'Helpers']);
  const roles = await world.graph('GET', `/users/${user.id}/transitiveMemberOf/microsoft.graph.directoryRole`);
  expect(roles.body.value.map((one: Json) => one.displayName)).toEqual(['User Administrator']);
  const checked = await world.graph('POST', `/users/${user.id}/checkMemberGroups`, { groupIds: ['g1', 'g2'] });
  expect(checked.body.value).toEqual(['g1']);
});

test('role assignments are derived from the members of the roles', async () => {
  const world = await sharedWorld();
  const { breakGlass } = world.facts;
  const path = `/roleManagement/directory/roleAssignments?$filter=principalId eq '${breakGlass.id}'`;
  const { value } = (await world.graph('GET', path)).body;
  expect(value).toHaveLength(1);
  expect(value[0].roleDefinitionId).toBe('62e90394-69f5-4237-9190-012177145e10');
});

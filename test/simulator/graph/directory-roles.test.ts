import { expect, test } from 'vitest';
import { type Json, openWorld, sharedWorld } from '../world-client.ts';

const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
const members = `/directoryRoles(roleTemplateId='${globalAdministrator}')/members`;

test('the members of a role are found by its template, as they are now', async () => {
  const world = await sharedWorld();
  const { value } = (await world.graph('GET', `${members}?$select=id,accountEnabled`)).body;
  expect(value.map((one: Json) => [one['@odata.type'], one.accountEnabled])).toEqual([
    ['#microsoft.graph.user', true],
    ['#microsoft.graph.user', true],
  ]);
  expect((await world.graph('GET', "/directoryRoles(roleTemplateId='none')/members")).status).toBe(404);
});

test('the users of a group that holds a role hold the role', async () => {
  const world = await openWorld();
  const user = (await world.graph('GET', '/users/lee.gu@contoso.com')).body;
  const group = { '@odata.type': '#microsoft.graph.group', id: 'g1' };
  const [role] = (await world.graph('GET', '/directoryRoles')).body.value;
  await world.control('PUT', 'documents', {
    '/groups': [{ id: 'g1', displayName: 'Admins', isAssignableToRole: true }],
    '/groups/g1/members': [{ id: user.id }],
    [`/directoryRoles/${role.id}/members`]: [group],
  });
  const roles = await world.graph('GET', `/users/${user.id}/transitiveMemberOf/microsoft.graph.directoryRole`);
  expect(roles.body.value.map((one: Json) => one.displayName)).toEqual([role.displayName]);
  expect((await world.graph('GET', `/directoryRoles/${role.id}/members`)).body.value).toEqual([group]);
  const users = await world.graph('GET', '/groups/g1/transitiveMembers/microsoft.graph.user?$select=id,accountEnabled');
  expect(users.body.value).toEqual([{ '@odata.type': '#microsoft.graph.user', id: user.id, accountEnabled: true }]);
});

test('of what the app may not read, only that it exists is shown', async () => {
  const world = await openWorld();
  const user = (await world.graph('GET', '/users/grady.archie@contoso.com')).body;
  await world.control('POST', 'grants', { roles: ['User.Read.All'] });
  const token = (await world.token()).body.access_token;
  const path = `/users/${user.id}/transitiveMemberOf/microsoft.graph.directoryRole?$select=id,displayName`;
  const { value } = (await world.graph('GET', path, undefined, { token })).body;
  expect(value).toEqual([{ '@odata.type': expect.any(String), id: expect.any(String), displayName: null }]);
});

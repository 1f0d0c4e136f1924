import { createHash } from 'node:crypto';
import { type JsonObject, textOf } from '../json.ts';
import { listAt, type Tenant } from '../world/tenant.ts';
import { type GraphAnswer, type GraphCall, type GraphRoute, notFound } from './call.ts';
import { collectionAnswer } from './odata.ts';
import { userOf } from './user-lookup.ts';

/** Roles whose holders an app with User.EnableDisableAccount.All may still disable (Microsoft's table "Who can update sensitive attributes"). */
const harmlessRoles = [
  'Directory Readers',
  'Guest Inviter',
  'Message Center Reader',
  'Password Administrator',
  'Reports Reader',
  'Usage Summary Reports Reader',
];

const readMembership = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const readRoles = ['RoleManagement.Read.Directory', 'Directory.Read.All', 'Directory.ReadWrite.All'];

export const directoryRoleRoutes: readonly GraphRoute[] = [
  { method: 'GET', path: 'users/*/memberOf', permissions: readMembership, handle: memberOf },
  { method: 'GET', path: 'users/*/memberOf/*', permissions: readMembership, handle: memberOf },
  { method: 'GET', path: 'users/*/transitiveMemberOf', permissions: readMembership, handle: memberOf },
  { method: 'GET', path: 'users/*/transitiveMemberOf/*', permissions: readMembership, handle: memberOf },
  { method: 'POST', path: 'users/*/checkMemberGroups', permissions: readMembership, handle: checkMemberGroups },
  {
    method: 'GET',
    path: 'roleManagement/directory/roleAssignments',
    permissions: readRoles,
    handle: (call) => collectionAnswer(call, roleAssignments(call.tenant)),
  },
];

function containersOf(tenant: Tenant, collection: string, memberId: string): JsonObject[] {
  return listAt(tenant, collection).filter((container) =>
    listAt(tenant, `${collection}/${container['id']}/members`).some((member) => member['id'] === memberId),
  );
}

/** The directory roles and groups of an object; groups inside groups are not followed. */
function membershipsOf(tenant: Tenant, id: string): JsonObject[] {
  const roles = containersOf(tenant, '/directoryRoles', id);
  const groups = containersOf(tenant, '/groups', id);
  return [
    ...roles.map((role) => ({ '@odata.type': '#microsoft.graph.directoryRole', ...role })),
    ...groups.map((group) => ({ '@odata.type': '#microsoft.graph.group', ...group })),
  ];
}

export function isPrivileged(tenant: Tenant, userId: string): boolean {
  return membershipsOf(tenant, userId).some((one) =>
    one['@odata.type'] === '#microsoft.graph.directoryRole'
      ? !harmlessRoles.includes(textOf(one['displayName']))
      : one['isAssignableToRole'] === true,
  );
}

function memberOf(call: GraphCall): GraphAnswer {
  const user = userOf(call);
  if (!user) return notFound(call.segments[1] ?? '');
  const cast = call.segments[3];
  const memberships = membershipsOf(call.tenant, textOf(user['id']));
  const shown = cast ? memberships.filter((one) => one['@odata.type'] === `#${cast}`) : memberships;
  return collectionAnswer(call, shown);
}

function checkMemberGroups(call: GraphCall): GraphAnswer {
  const user = userOf(call);
  if (!user) return notFound(call.segments[1] ?? '');
  const asked = (call.body as { groupIds?: unknown } | null)?.groupIds;
  const mine = containersOf(call.tenant, '/groups', textOf(user['id'])).map((group) => group['id']);
  return { status: 200, body: { value: mine.filter((id) => Array.isArray(asked) && asked.includes(id)) } };
}

function roleAssignments(tenant: Tenant): JsonObject[] {
  return listAt(tenant, '/directoryRoles').flatMap((role) =>
    listAt(tenant, `/directoryRoles/${role['id']}/members`).map((member) => ({
      id: createHash('sha256').update(`${role['id']} ${member['id']}`).digest('base64url').slice(0, 36),
      principalId: member['id'],
      roleDefinitionId: role['roleTemplateId'],
      directoryScopeId: '/',
    })),
  );
}

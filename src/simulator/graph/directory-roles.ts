import { createHash } from 'node:crypto';
import { isObject, type JsonObject, textOf } from '../json.ts';
import { listAt, type Tenant, valueAt } from '../world/tenant.ts';
import { type GraphAnswer, type GraphCall, type GraphRoute, notFound } from './call.ts';
import { collectionAnswer } from './odata.ts';
import { isAllowed } from './permissions.ts';
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

const readUsers = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const readGroups = ['GroupMember.Read.All', 'Group.Read.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const readRoles = ['RoleManagement.Read.Directory', 'Directory.Read.All', 'Directory.ReadWrite.All'];

export const directoryRoleRoutes: readonly GraphRoute[] = [
  { method: 'GET', path: 'users/*/memberOf', permissions: readUsers, handle: memberOf },
  { method: 'GET', path: 'users/*/memberOf/*', permissions: readUsers, handle: memberOf },
  { method: 'GET', path: 'users/*/transitiveMemberOf', permissions: readUsers, handle: memberOf },
  { method: 'GET', path: 'users/*/transitiveMemberOf/*', permissions: readUsers, handle: memberOf },
  { method: 'POST', path: 'users/*/checkMemberGroups', permissions: readUsers, handle: checkMemberGroups },
  { method: 'GET', path: 'directoryRoles/*/members', permissions: readRoles, handle: membersOfRole },
  { method: 'GET', path: 'groups/*/members', permissions: readGroups, handle: membersOfGroup },
  { method: 'GET', path: 'groups/*/transitiveMembers', permissions: readGroups, handle: membersOfGroup },
  { method: 'GET', path: 'groups/*/transitiveMembers/*', permissions: readGroups, handle: membersOfGroup },
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

/** The groups of a user, and the directory roles of the user and of those groups; groups inside groups are not followed. */
function membershipsOf(tenant: Tenant, id: string): JsonObject[] {
  const groups = containersOf(tenant, '/groups', id);
  const roles = [id, ...groups.map((group) => textOf(group['id']))].flatMap((holder) =>
    containersOf(tenant, '/directoryRoles', holder),
  );
  return [
    ...[...new Set(roles)].map((role) => ({ '@odata.type': '#microsoft.graph.directoryRole', ...role })),
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
  return castAnswer(call, membershipsOf(call.tenant, textOf(user['id'])));
}

function membersOfRole(call: GraphCall): GraphAnswer {
  const key = call.segments[1]?.toLowerCase();
  const role = listAt(call.tenant, '/directoryRoles').find(
    (one) => textOf(one['id']).toLowerCase() === key || textOf(one['roleTemplateId']).toLowerCase() === key,
  );
  return role ? castAnswer(call, membersAt(call.tenant, `/directoryRoles/${role['id']}`)) : notFound(key ?? '');
}

function membersOfGroup(call: GraphCall): GraphAnswer {
  const group = valueAt(call.tenant, call.segments.slice(0, 2));
  if (!isObject(group)) return notFound(call.segments[1] ?? '');
  return castAnswer(call, membersAt(call.tenant, `/groups/${group['id']}`));
}

/** Members as they are now: what is kept of them beside the membership is only who they are. */
function membersAt(tenant: Tenant, container: string): JsonObject[] {
  return listAt(tenant, `${container}/members`).map((member) => {
    const user = valueAt(tenant, ['users', textOf(member['id'])]);
    return { '@odata.type': '#microsoft.graph.user', ...member, ...(isObject(user) ? user : {}) };
  });
}

/** Only those of the type that a last segment such as `microsoft.graph.user` names. */
function castAnswer(call: GraphCall, objects: readonly JsonObject[]): GraphAnswer {
  const cast = call.segments[3];
  const shown = cast ? objects.filter((one) => one['@odata.type'] === `#${cast}`) : objects;
  return collectionAnswer(
    call,
    shown.map((one) => (maySee(call, one) ? one : shell(one))),
  );
}

const readersOf: Record<string, readonly string[]> = {
  '#microsoft.graph.user': readUsers,
  '#microsoft.graph.group': readGroups,
  '#microsoft.graph.directoryRole': readRoles,
};

function maySee(call: GraphCall, object: JsonObject): boolean {
  return isAllowed(readersOf[textOf(object['@odata.type'])] ?? [], call.roles);
}

/** Of a related object that the app may not read, Graph shows that it exists, and nothing else. */
function shell(object: JsonObject): JsonObject {
  return { '@odata.type': object['@odata.type'], id: object['id'] };
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

import { type GraphRequest, reading } from './requests.ts';

const userFields = [
  'id',
  'userPrincipalName',
  'displayName',
  'accountEnabled',
  'userType',
  'onPremisesSyncEnabled',
  'isManagementRestricted',
  'signInSessionsValidFromDateTime',
].join(',');

/** Names of roles and members of roles are more than a reader of users may see. */
const readRoles = 'RoleManagement.Read.Directory';
const readMembers = 'GroupMember.Read.All';
const readUsers = 'User.Read.All';

export const userReads = {
  userById: reading(`/users/{id}?$select=${userFields}`, readUsers),
  userByName: reading(`/users/{upn}?$select=${userFields}`, readUsers),
  /** Graph takes a name that begins with `$` in this form only. */
  userByQuotedName: reading(`/users('{quotedUpn}')?$select=${userFields}`, readUsers),
  rolesOfUser: reading('/users/{id}/transitiveMemberOf/microsoft.graph.directoryRole?{query}', readUsers, readRoles),
  membersOfRole: reading("/directoryRoles(roleTemplateId='{id}')/members?{query}", readRoles, readUsers),
  usersOfGroup: reading('/groups/{id}/transitiveMembers/microsoft.graph.user?{query}', readMembers, readUsers),
  groupById: reading('/groups/{id}?$select=id', readMembers),
  groupsOfUser: {
    purpose: 'read',
    method: 'POST',
    path: '/users/{id}/checkMemberGroups',
    body: '{"groupIds":[{ids}]}',
    needed: [readUsers, readMembers],
  },
} as const satisfies Record<string, GraphRequest>;

const switchAccount = {
  method: 'PATCH',
  path: '/users/{id}',
  needed: ['User.EnableDisableAccount.All', readUsers],
} as const;

const rateRisk = { method: 'POST', body: '{"userIds":["{id}"]}', needed: ['IdentityRiskyUser.ReadWrite.All'] } as const;

/** Everything that is ever written to a user. */
export const userWrites = {
  disable: { ...switchAccount, purpose: 'disable', body: '{"accountEnabled":false}' },
  enable: { ...switchAccount, purpose: 'enable', body: '{"accountEnabled":true}' },
  revokeSessions: {
    purpose: 'revokeSessions',
    method: 'POST',
    path: '/users/{id}/revokeSignInSessions',
    needed: ['User.RevokeSessions.All'],
  },
  confirmCompromised: {
    ...rateRisk,
    purpose: 'confirmCompromised',
    path: '/identityProtection/riskyUsers/confirmCompromised',
  },
  dismissRisk: { ...rateRisk, purpose: 'dismissRisk', path: '/identityProtection/riskyUsers/dismiss' },
} as const satisfies Record<string, GraphRequest>;

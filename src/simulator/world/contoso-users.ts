import type { JsonObject } from '../json.ts';
import { breakGlass, people } from './people.ts';

const day = 86_400_000;

export const userAtRisk = {
  id: 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819201',
  displayName: 'Alex Wilber',
  userPrincipalName: 'alex.wilber@contoso.com',
} as const;

export const userAtMediumRisk = {
  id: 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819202',
  displayName: 'Pradeep Gupta',
  userPrincipalName: 'pradeep.gupta@contoso.com',
} as const;

const syncedUser = {
  id: 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819203',
  displayName: 'Diego Siciliani',
  userPrincipalName: 'diego.siciliani@contoso.com',
  onPremisesSyncEnabled: true,
  onPremisesImmutableId: 'q83vEjRWeJA=',
};

const userAdministrator = {
  id: 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819204',
  displayName: 'Grady Archie',
  userPrincipalName: 'grady.archie@contoso.com',
};

const colleague = {
  id: 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819205',
  displayName: 'Lidia Holloway',
  userPrincipalName: 'lidia.holloway@contoso.com',
};

export function contosoDirectory(now: number): JsonObject {
  const others = [userAtRisk, userAtMediumRisk, syncedUser, userAdministrator, colleague];
  return {
    '/users': [...samplePeople(now), ...others.map((user) => userOf(user, now))],
    '/groups': [],
    ...directoryRoles,
  };
}

/** The people of the chat page and the break-glass account, as users of the home tenant. */
export function samplePeople(now: number): JsonObject[] {
  const locals = people.filter((person) => person.foreignTenantId === null);
  const users = locals.map(({ aadObjectId: id, name: displayName, userPrincipalName, userRole }) =>
    userOf({ id, displayName, userPrincipalName, ...(userRole === 'guest' ? guestProperties : {}) }, now),
  );
  return [...users, userOf(breakGlass, now)];
}

const guestProperties = { userType: 'Guest', creationType: 'Invitation', externalUserState: 'Accepted' };

/** A user as Graph returns one; what is not given has the usual value. */
export function userOf(given: JsonObject, now: number): JsonObject {
  const displayName = String(given['displayName'] ?? '');
  const [givenName = '', surname = ''] = displayName.split(' ');
  return {
    accountEnabled: true,
    businessPhones: [],
    createdDateTime: new Date(now - 400 * day).toISOString(),
    givenName,
    jobTitle: null,
    mail: String(given['userPrincipalName'] ?? '').includes('#EXT#') ? null : (given['userPrincipalName'] ?? null),
    mobilePhone: null,
    officeLocation: null,
    onPremisesSyncEnabled: null,
    preferredLanguage: 'en-US',
    isManagementRestricted: null,
    signInSessionsValidFromDateTime: new Date(Math.floor((now - 30 * day) / 1000) * 1000).toISOString(),
    surname,
    userType: 'Member',
    ...given,
  };
}

const admin = people.find((person) => person.alias === 'admin');

const directoryRoles: JsonObject = {
  '/directoryRoles': [
    role('9c2f7d15-6b8e-4a03-91d4-f5e7a0c8b362', '62e90394-69f5-4237-9190-012177145e10', 'Global Administrator'),
    role('4e8a1b90-d37c-4f65-8b2e-06c9d5f71a38', 'fe930be7-5e62-47db-91af-98c3a49a38b1', 'User Administrator'),
    role('d15b9e64-0a7f-4c82-b6d3-7f2e8c4a1905', '88d8e3e3-8f55-4a1e-953a-9b9898b8876b', 'Directory Readers'),
  ],
  '/directoryRoles/9c2f7d15-6b8e-4a03-91d4-f5e7a0c8b362/members': [
    member({ id: admin?.aadObjectId, displayName: admin?.name, userPrincipalName: admin?.userPrincipalName }),
    member(breakGlass),
  ],
  '/directoryRoles/4e8a1b90-d37c-4f65-8b2e-06c9d5f71a38/members': [member(userAdministrator)],
  '/directoryRoles/d15b9e64-0a7f-4c82-b6d3-7f2e8c4a1905/members': [member(colleague)],
};

function role(id: string, roleTemplateId: string, displayName: string): JsonObject {
  return { id, deletedDateTime: null, description: displayName, displayName, roleTemplateId };
}

function member(user: JsonObject): JsonObject {
  return { '@odata.type': '#microsoft.graph.user', ...user };
}

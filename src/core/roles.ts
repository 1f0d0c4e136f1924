import { type Person, type Role, roles } from './actors.ts';

/** Who holds which role, by Entra object id, for people of one tenant. */
export type RoleLists = { tenantId: string; members: Readonly<Record<Role, readonly string[]>> };

/** Nothing listed means nobody; people of another tenant hold nothing. */
export function rolesFromLists(lists: RoleLists, person: Person): readonly Role[] {
  if (person.tenantId !== lists.tenantId) return [];
  return roles.filter((role) => lists.members[role].includes(person.oid));
}

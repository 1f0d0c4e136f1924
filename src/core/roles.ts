import { type Person, type Role, roles } from './actors.ts';
import { remembered } from './remembered.ts';
import type { Runtime } from './runtime.ts';
import type { UserPort } from './users/user-port.ts';

/** Who holds a role: people and groups, by Entra object id in lower case. */
export type Holders = { people: readonly string[]; groups: readonly string[] };

export type RoleHolders = Readonly<Record<Role, Holders>>;

export type RolePorts = {
  /** The one Entra tenant whose people can hold roles. */
  tenantId: string;
  holders: RoleHolders;
  users: Pick<UserPort, 'groupsAmong'>;
  runtime: Pick<Runtime, 'now'>;
};

/** For as long a person who left a group keeps its roles, and one who joined it waits for them. */
const membershipMs = 60_000;
const noMembershipMs = 10_000;

/**
 * Nothing listed means nobody; people of another tenant hold nothing. While group membership cannot be read, groups
 * give no role; people named themselves keep theirs.
 */
export function roleReader({ tenantId, holders, users, runtime }: RolePorts) {
  const groupIds = [...new Set(roles.flatMap((role) => holders[role].groups))];
  const ask = remembered<readonly string[]>(runtime, (found) => (found.length > 0 ? membershipMs : noMembershipMs));

  async function groupsOf({ oid }: Person): Promise<readonly string[]> {
    if (groupIds.length === 0) return [];
    return ask(oid, async () => {
      const reading = await users.groupsAmong({ tenantId }, oid, groupIds);
      return reading.status === 'ok' ? reading.value : [];
    });
  }

  return async function rolesOf(person: Person): Promise<readonly Role[]> {
    if (person.tenantId !== tenantId) return [];
    const groups = await groupsOf(person);
    return roles.filter((role) => isHolder(holders[role], person, groups));
  };
}

function isHolder({ people, groups }: Holders, { oid }: Person, memberOf: readonly string[]): boolean {
  return people.includes(oid) || groups.some((id) => memberOf.includes(id));
}

import type { Access, KeyGrant } from '../../../src/core/access.ts';
import { type Entitlement, entitlements, type KeyHolder, type Person, type Role } from '../../../src/core/actors.ts';
import type { Organizations } from '../../../src/core/organizations.ts';

export type FakeAccess = Access & {
  roles: Map<string, readonly Role[]>;
  grants: Map<string, KeyGrant>;
  entitlements: Map<string, readonly Entitlement[]>;
};

export const organization = 'org_contoso';
export const homeTenant = '11111111-1111-4111-8111-111111111111';

export function person(name: string, tenantId = homeTenant): Person {
  return { kind: 'person', organization, tenantId, oid: `oid-${name}`, name };
}

export function keyHolder(name: string): KeyHolder {
  return { kind: 'key', organization, keyId: `key_${name}`, name };
}

/** All of them have bought the same. */
export function fakeOrganizations(bought: readonly Entitlement[] = entitlements): Pick<Organizations, 'find'> {
  return { find: async (id) => ({ id, name: 'Contoso', entitlements: bought, createdAt: 0 }) };
}

/** Nobody holds anything until the test says so; the organization has bought everything. */
export function fakeAccess(): FakeAccess {
  const roles = new Map<string, readonly Role[]>();
  const grants = new Map<string, KeyGrant>();
  const bought = new Map<string, readonly Entitlement[]>([[organization, entitlements]]);
  return {
    roles,
    grants,
    entitlements: bought,
    rolesOf: async ({ oid }) => roles.get(oid) ?? [],
    grantOf: async ({ keyId }) => grants.get(keyId),
    entitlementsOf: async (id) => bought.get(id) ?? [],
  };
}

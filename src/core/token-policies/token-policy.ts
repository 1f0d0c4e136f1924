import type { GraphDocument } from '../policies/compare.ts';

export const tokenPolicyTypes = ['TokenLifetimePolicy', 'TokenIssuancePolicy'] as const;
export type TokenPolicyType = (typeof tokenPolicyTypes)[number];

/** What a person may set. `definition` is JSON text, kept byte for byte. */
export type TokenPolicyProperties = { displayName: string; definition: string; isOrganizationDefault: boolean };

export type TokenPolicy = TokenPolicyProperties & {
  /** GUID, lower case. */
  id: string;
  type: TokenPolicyType;
  deletedDateTime: string | null;
};

export type TokenPolicyRef = Pick<TokenPolicy, 'id' | 'type'>;

export type NewTokenPolicy = TokenPolicyProperties & { type: TokenPolicyType };

export type TokenPolicyChange = Partial<TokenPolicyProperties>;

/** What token policies are assigned to. */
export type HolderKind = 'application' | 'servicePrincipal';
export type HolderRef = { kind: HolderKind; id: string };
export type NamedHolder = HolderRef & { displayName: string };

/** `document`: the object as Microsoft Graph shows it. */
export type Holder = NamedHolder & { document: GraphDocument };

/** Whether the policy has these values; what is not among them does not matter. */
export function hasProperties(policy: TokenPolicyProperties, wanted: TokenPolicyChange): boolean {
  const { displayName, definition, isOrganizationDefault } = { ...policy, ...wanted };
  return (
    policy.displayName === displayName &&
    policy.definition === definition &&
    policy.isOrganizationDefault === isOrganizationDefault
  );
}

export function isSameHolder(one: HolderRef, other: HolderRef): boolean {
  return one.kind === other.kind && one.id === other.id;
}

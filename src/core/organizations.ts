import type { Entitlement } from './actors.ts';

export type Organization = { id: string; name: string; entitlements: readonly Entitlement[]; createdAt: number };

export type Organizations = {
  list(): Promise<readonly Organization[]>;
  find(id: string): Promise<Organization | undefined>;
  /** Adds it, or leaves the one with that id as it is. */
  ensure(organization: Omit<Organization, 'createdAt'>): Promise<Organization>;
};

/** What Bulwark does unasked takes what asking for it takes. */
export async function isEntitled(
  { find }: Pick<Organizations, 'find'>,
  id: string,
  entitlement: Entitlement,
): Promise<boolean> {
  return (await find(id))?.entitlements.includes(entitlement) ?? false;
}

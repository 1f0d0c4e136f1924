import type { Reading } from '../graph-answers.ts';

/** What a token that was minted a moment ago says of a tenant. */
export type Proof = {
  /** The organization's own name for itself; absent when it may not be read. */
  name?: string;
  appRoles: readonly string[];
};

export type ConsentPort = {
  /** Where an admin of that tenant grants what the app asks for; Microsoft then sends the browser to `redirectUrl`. */
  link(tenantId: string, state: string, redirectUrl: string): string;
  /** The tenant GUID that owns a domain; `value` undefined when none does. */
  findTenant(domain: string): Promise<Reading<string | undefined>>;
  /** The app roles in the token that is used for that tenant, minted now if there is none. */
  look(tenantId: string): Promise<Reading<readonly string[]>>;
  /** Mints a token for exactly that tenant, past every cache, and reads the organization with it. */
  prove(tenantId: string): Promise<Reading<Proof>>;
};

export const roles = ['viewer', 'hardener', 'responder', 'approver', 'admin'] as const;
export type Role = (typeof roles)[number];

export const scopes = [
  'policies:read',
  'policies:write',
  'threats:read',
  'threats:contain',
  'threats:contain+privileged',
  'legacy:read',
  'legacy:write',
  'operations:read',
] as const;
export type Scope = (typeof scopes)[number];

export const entitlements = ['policyManagement', 'threatAlerts', 'breachResponse'] as const;
export type Entitlement = (typeof entitlements)[number];

/** Who asks, and for which organization: nothing about what they may do, which is looked up at every use. */
export type Person = {
  kind: 'person';
  organization: string;
  /** The Entra tenant the person signs in to; not the tenant acted on. */
  tenantId: string;
  /** Entra object id, lower case. */
  oid: string;
  name: string;
};

export type KeyHolder = { kind: 'key'; organization: string; keyId: string; name: string };

/** The product itself: what time wakes, and what it settles after a restart. */
export type System = { kind: 'system'; organization: string; name: string };

export type Actor = Person | KeyHolder | System;

/** One string per actor, for bindings, journal rows and coalescing. */
export function actorId(actor: Actor): string {
  if (actor.kind === 'person') return `person:${actor.tenantId}:${actor.oid}`;
  return actor.kind === 'key' ? `key:${actor.keyId}` : `system:${actor.name}`;
}

/** The API key, where one is used. */
export function keyIdOf(actor: Actor): string | undefined {
  return actor.kind === 'key' ? actor.keyId : undefined;
}

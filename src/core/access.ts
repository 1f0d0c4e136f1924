import type { Actor, Entitlement, KeyHolder, Person, Role, Scope } from './actors.ts';
import { refuse } from './errors.ts';
import type { Journal, Via } from './journal.ts';

/** What it takes to use a verb, on each face. Of several scopes any one will do; without a scope no key may. */
export type Gate = {
  verb: string;
  role: Role;
  scope?: Scope | readonly Scope[];
  entitlements?: readonly Entitlement[];
};

const breachResponse = ['threatAlerts', 'breachResponse'] as const;

export const gates = {
  readPosture: { verb: 'posture.read', role: 'viewer', scope: 'policies:read', entitlements: ['policyManagement'] },
  harden: { verb: 'harden', role: 'hardener', scope: 'policies:write', entitlements: ['policyManagement'] },
  acceptDeviation: { verb: 'exception', role: 'hardener', entitlements: ['policyManagement'] },
  readTokenPolicies: {
    verb: 'tokenPolicies.read',
    role: 'viewer',
    scope: 'legacy:read',
    entitlements: ['policyManagement'],
  },
  writeTokenPolicies: {
    verb: 'tokenPolicies.write',
    role: 'hardener',
    scope: 'legacy:write',
    entitlements: ['policyManagement'],
  },
  readThreats: { verb: 'threats.read', role: 'viewer', scope: 'threats:read', entitlements: ['threatAlerts'] },
  contain: { verb: 'contain', role: 'responder', scope: 'threats:contain', entitlements: breachResponse },
  release: { verb: 'release', role: 'responder', scope: 'threats:contain', entitlements: breachResponse },
  rateRisk: { verb: 'risk.rate', role: 'responder', scope: 'threats:contain', entitlements: breachResponse },
  readAlerts: { verb: 'alerts.read', role: 'viewer', entitlements: ['threatAlerts'] },
  handleAlert: { verb: 'alert.handle', role: 'responder', entitlements: ['threatAlerts'] },
  handleRegression: { verb: 'regression.handle', role: 'hardener', entitlements: ['policyManagement'] },
  subscribe: { verb: 'subscribe', role: 'admin' },
  approve: { verb: 'approve', role: 'approver' },
  readConnections: {
    verb: 'connections.read',
    role: 'viewer',
    scope: ['policies:read', 'threats:read', 'legacy:read', 'operations:read'],
  },
  readOperations: { verb: 'operations.read', role: 'viewer', scope: 'operations:read' },
  readStatus: { verb: 'status.read', role: 'viewer' },
  approveConversation: { verb: 'conversation.approve', role: 'admin' },
  connect: { verb: 'connect', role: 'admin' },
} as const satisfies Record<string, Gate>;

/** What an API key may do. `connections` undefined: every connection of its organization. */
export type KeyGrant = { scopes: readonly Scope[]; connections?: readonly string[] };

export type Access = {
  /** Asked at every use; nobody has a role by default. */
  rolesOf(person: Person): Promise<readonly Role[]>;
  /** Undefined once the key is revoked or expired. */
  grantOf(key: KeyHolder): Promise<KeyGrant | undefined>;
  entitlementsOf(organization: string): Promise<readonly Entitlement[]>;
};

/** The connections a key was made for; undefined for whoever may name them all. */
export async function boundTo(access: Access, actor: Actor): Promise<readonly string[] | undefined> {
  return actor.kind === 'key' ? (await access.grantOf(actor))?.connections : undefined;
}

export type Authorize = (actor: Actor, gate: Gate, via: Via, connectionId?: string) => Promise<void>;

/** Checks one actor against one gate, now. A denial is journaled and ends the request. */
export function authorizer(access: Access, journal: Journal): Authorize {
  return async function authorize(actor, gate, via, connectionId) {
    const denial = await whyNot(access, actor, gate, connectionId);
    if (!denial) return;
    await journal.deny({ actor, via, verb: gate.verb, why: denial.code });
    refuse(denial.code, denial.message);
  };
}

type Denial = { code: 'not_allowed' | 'not_entitled' | 'unknown_connection'; message: string };

async function whyNot(access: Access, actor: Actor, gate: Gate, connectionId?: string): Promise<Denial | undefined> {
  return (await actorLacks(access, actor, gate, connectionId)) ?? (await organizationLacks(access, actor, gate));
}

async function actorLacks(access: Access, actor: Actor, gate: Gate, connectionId?: string) {
  if (actor.kind === 'system') return undefined;
  return actor.kind === 'person' ? personLacks(access, actor, gate) : keyLacks(access, actor, gate, connectionId);
}

async function personLacks(access: Access, person: Person, gate: Gate): Promise<Denial | undefined> {
  if (holds(await access.rolesOf(person), gate.role)) return undefined;
  return { code: 'not_allowed', message: `You need the ${gate.role} role for this. Ask a Bulwark admin.` };
}

/** Every role may read; otherwise roles do not include one another. */
export function holds(held: readonly Role[], needed: Role): boolean {
  return needed === 'viewer' ? held.length > 0 : held.includes(needed);
}

async function keyLacks(
  access: Access,
  key: KeyHolder,
  gate: Gate,
  connectionId?: string,
): Promise<Denial | undefined> {
  const wanted = [gate.scope ?? []].flat();
  if (wanted.length === 0)
    return { code: 'not_allowed', message: 'No API key can do this. Ask a Bulwark admin to do it in chat.' };
  const grant = await access.grantOf(key);
  if (!wanted.some((scope) => grant?.scopes.includes(scope))) {
    const scopes = wanted.join(' or ');
    return { code: 'not_allowed', message: `This key lacks the scope ${scopes}. Create a key that has it.` };
  }
  if (!connectionId || (grant?.connections?.includes(connectionId) ?? true)) return undefined;
  return { code: 'unknown_connection', message: 'There is no such connection. Check the connection id or name.' };
}

async function organizationLacks(access: Access, actor: Actor, gate: Gate): Promise<Denial | undefined> {
  const { entitlements: needed = [] } = gate;
  const bought = needed.length > 0 ? await access.entitlementsOf(actor.organization) : [];
  const missing = needed.find((entitlement) => !bought.includes(entitlement));
  if (!missing) return undefined;
  return {
    code: 'not_entitled',
    message: `Your organization's plan does not include ${entitlementNames[missing]}. Ask whoever runs Bulwark to add it.`,
  };
}

const entitlementNames = {
  policyManagement: 'Policy Management',
  threatAlerts: 'Threat Alerts',
  breachResponse: 'breach response',
} satisfies Record<Entitlement, string>;

import type { Entitlement, Scope } from '../../src/core/actors.ts';

/** One request of the REST face, as it is made for one connection or one operation. */
export type Row = {
  /** Any one of these is enough. */
  scopes: readonly Scope[];
  entitlements: readonly Entitlement[];
  /** Undefined: the row is about the key's organization as a whole. */
  about?: 'connection' | 'operation';
  ask(id: string): { path: string; body?: unknown };
};

/** A user who exists in every tenant of the tests. */
export const userId = 'c0ffee00-0000-4000-8000-000000000001';

const policyManagement = ['policyManagement'] as const;
const breachResponse = ['threatAlerts', 'breachResponse'] as const;
const root = '/tenants/me';

/** Every route of the REST face: what it takes, and who may not see what by it. */
export const rows: Record<string, Row> = {
  [`GET ${root}/policies`]: {
    scopes: ['policies:read'],
    entitlements: policyManagement,
    about: 'connection',
    ask: (connectionId) => ({ path: `${root}/policies?connectionId=${connectionId}` }),
  },
  [`POST ${root}/policies/toggle`]: {
    scopes: ['policies:write'],
    entitlements: policyManagement,
    about: 'connection',
    ask: (connectionId) => ({ path: `${root}/policies/toggle`, body: { key: 'guest_invites', connectionId } }),
  },
  [`GET ${root}/threats`]: {
    scopes: ['threats:read'],
    entitlements: ['threatAlerts'],
    about: 'connection',
    ask: (connectionId) => ({ path: `${root}/threats?connectionId=${connectionId}` }),
  },
  [`POST ${root}/threats/contain`]: {
    scopes: ['threats:contain'],
    entitlements: breachResponse,
    about: 'connection',
    ask: (connectionId) => ({ path: `${root}/threats/contain`, body: { userId, connectionId } }),
  },
  [`POST ${root}/threats/release`]: {
    scopes: ['threats:contain'],
    entitlements: breachResponse,
    about: 'connection',
    ask: (connectionId) => ({ path: `${root}/threats/release`, body: { userId, connectionId } }),
  },
  [`GET ${root}/connections`]: {
    scopes: ['policies:read', 'threats:read', 'legacy:read', 'operations:read'],
    entitlements: [],
    ask: () => ({ path: `${root}/connections` }),
  },
  [`GET ${root}/operations`]: {
    scopes: ['operations:read'],
    entitlements: [],
    ask: () => ({ path: `${root}/operations` }),
  },
  [`GET ${root}/operations/:id`]: {
    scopes: ['operations:read'],
    entitlements: [],
    about: 'operation',
    ask: (id) => ({ path: `${root}/operations/${id}` }),
  },
  // Of an operation on a policy; undoing others takes what those took.
  [`POST ${root}/operations/:id/undo`]: {
    scopes: ['policies:write'],
    entitlements: policyManagement,
    about: 'operation',
    ask: (id) => ({ path: `${root}/operations/${id}/undo`, body: {} }),
  },
};

export function methodOf(name: string): string {
  return name.split(' ')[0] ?? '';
}

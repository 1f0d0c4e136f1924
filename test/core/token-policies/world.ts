import { authorizer } from '../../../src/core/access.ts';
import type { OperationDraftRun } from '../../../src/core/operations/drafts.ts';
import { operationEngine } from '../../../src/core/operations/engine.ts';
import type { Operation } from '../../../src/core/operations/operation.ts';
import type { OperationStore } from '../../../src/core/operations/operation-store.ts';
import { reconcileInterrupted } from '../../../src/core/operations/reconcile.ts';
import { tenantFinder } from '../../../src/core/token-policies/tenant.ts';
import type { Holder, TokenPolicy } from '../../../src/core/token-policies/token-policy.ts';
import type { TokenPolicyPort } from '../../../src/core/token-policies/token-policy-port.ts';
import { tokenPolicyUndoWork, tokenPolicyWorks } from '../../../src/core/token-policies/works.ts';
import { tokenPolicyWriter } from '../../../src/core/token-policies/write.ts';
import { undoVerbs, undoWork } from '../../../src/core/undo.ts';
import { around } from '../fakes/calls.ts';
import { apiKey, confirmTtlMs, coreWorld, noWorks, rest, settleMs } from '../fakes/world.ts';
import { fakeTokenPolicies } from './fake-port.ts';

const guid = (digit: number) => `${String(digit).repeat(8)}-1111-4111-8111-111111111111`;
export const definition = '{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"8:00:00"}}';

export function tokenPolicy(digit: number, facts: Partial<TokenPolicy> = {}): TokenPolicy {
  const fixed = { type: 'TokenLifetimePolicy', isOrganizationDefault: false, deletedDateTime: null } as const;
  return { ...fixed, id: guid(digit), displayName: `Policy ${digit}`, definition, ...facts };
}

export function app(digit: number): Holder {
  return { kind: 'application', id: guid(digit), displayName: `App ${digit}`, document: {} };
}

/** The engine with the works of token policies, and a tenant that holds what the test puts there. */
export function tokenPolicyWorld() {
  const world = coreWorld();
  world.access.grants.set(apiKey.keyId, { scopes: ['legacy:read', 'legacy:write'] });
  const tenant = fakeTokenPolicies(world.runtime);
  const question = { actor: apiKey, via: rest, where: {} };

  function openInstance(tokenPolicies: TokenPolicyPort = tenant, store: OperationStore = world.store) {
    const { runtime, connections, conversations, access, policies } = world;
    const authorize = authorizer(access, world.journal);
    const undoing = tokenPolicyUndoWork(tokenPolicies, store, runtime);
    const works = {
      ...noWorks(),
      ...tokenPolicyWorks(tokenPolicies, runtime),
      undo: undoWork({ policy: noWorks().harden, tokenPolicy: undoing }),
    };
    const approvals = { verbs: [], limits: [], access };
    const enginePorts = { store, connections, authorize, works, approvals, conversations, runtime };
    const engine = operationEngine(enginePorts);
    const domains = { verifiedDomains: async () => ({ status: 'ok', value: [] }) as const };
    const findTenant = tenantFinder({ connections, domains });
    const ports = { authorize, store, engine, runtime, confirmTtlMs };
    const release = { preview: () => Promise.reject(), now: () => Promise.reject() };
    return {
      write: tokenPolicyWriter({ ...ports, findTenant, tokenPolicies }),
      undo: undoVerbs({ ...ports, access, connections, policies, journal: world.journal, release }),
      reconcile: () => reconcileInterrupted(enginePorts, settleMs),
    };
  }

  /** A process that stops for good as soon as its write has reached the tenant. */
  function dyingInstance() {
    let dead = false;
    const pass = () => (dead ? new Promise(() => undefined) : undefined);
    const after = (call: string) => {
      dead ||= isWrite(call);
      return pass();
    };
    return openInstance(around(tenant, { after }), around(world.store, { before: pass }));
  }

  const instance = openInstance();
  return {
    ...world,
    tenant,
    question,
    ...instance,
    openInstance,
    dyingInstance,
    end: async (run: Promise<OperationDraftRun>): Promise<Operation> => (await run).outcome,
    undone: async ({ id }: Operation) => (await instance.undo.now(apiKey, rest, id)).outcome,
  };
}

function isWrite(call: string): boolean {
  return ['create', 'update', 'remove', 'assign', 'unassign'].includes(call);
}

import { authorizer, gates } from '../../../src/core/access.ts';
import type { Connections } from '../../../src/core/connections.ts';
import type { Release } from '../../../src/core/containment/release.ts';
import { type HardenPorts, hardenVerbs } from '../../../src/core/harden.ts';
import { hardenWork } from '../../../src/core/harden-work.ts';
import type { Via } from '../../../src/core/journal.ts';
import { type EnginePorts, operationEngine } from '../../../src/core/operations/engine.ts';
import { verbs } from '../../../src/core/operations/operation.ts';
import type { OperationStore } from '../../../src/core/operations/operation-store.ts';
import { confirmationPresses } from '../../../src/core/operations/press.ts';
import { reconcileInterrupted } from '../../../src/core/operations/reconcile.ts';
import type { Work, Works } from '../../../src/core/operations/work.ts';
import type { PolicyPort } from '../../../src/core/policies/policy-port.ts';
import { policyUndoWork } from '../../../src/core/policies/policy-undo.ts';
import { undoVerbs, undoWork } from '../../../src/core/undo.ts';
import type { UserPort } from '../../../src/core/users/user-port.ts';
import { type FakeAccess, fakeAccess, keyHolder, person } from './access.ts';
import { connection, fakeConnections } from './connections.ts';
import { type FakeConversations, fakeConversations } from './conversations.ts';
import { fakeExceptions } from './exceptions.ts';
import { recordingJournal } from './journal.ts';
import { memoryStore } from './operation-store.ts';
import { fakePolicies } from './policies.ts';
import { virtualRuntime } from './runtime.ts';
import { fakeUsers } from './users.ts';

export type World = ReturnType<typeof coreWorld>;

export const confirmTtlMs = 600_000;
export const approvalTtlMs = 900_000;
export const settleMs = 25_000;

export const viewer = person('viewer');
export const hardener = person('hardener');
export const otherHardener = person('other-hardener');
export const nobody = person('nobody');
export const apiKey = keyHolder('all');

export const rest: Via = { channel: 'rest', requestId: 'request-1' };
export const soc: Via = { channel: 'chat', conversation: 'soc', activityId: 'activity-1' };

/** One connected tenant, the people above with the roles their names say, and everything core needs. */
export function coreWorld() {
  const runtime = virtualRuntime();
  const clock = { offsetMs: 0, now: () => runtime.now() + clock.offsetMs };
  const journal = recordingJournal();
  const store = memoryStore(clock, (entry) => journal.rows.push(entry));
  const policies = fakePolicies(runtime);
  const access = accessAsNamed();
  const connections = fakeConnections([connection('conn_one')]);
  connections.boundTo = (keyId) => access.grants.get(keyId)?.connections;
  const conversations = fakeConversations();
  const exceptions = fakeExceptions(clock.now, (entry) => journal.rows.push(entry));
  const users = fakeUsers(runtime);
  const ports = { runtime, journal, store, policies, users, access, connections, conversations };
  return { clock, ...ports, exceptions, ...openInstance(ports), openInstance: openInstance.bind(undefined, ports) };
}

type Ports = Pick<EnginePorts, 'runtime' | 'onUnsettled'> & {
  journal: ReturnType<typeof recordingJournal>;
  store: OperationStore;
  policies: PolicyPort;
  users: Pick<UserPort, 'find'>;
  access: FakeAccess;
  connections: Connections;
  conversations: FakeConversations;
};

/** One process of the product; several share the store. `other` replaces ports for this one only. */
function openInstance(shared: Ports, other: Partial<Ports> = {}) {
  const { runtime, journal, store, policies, users, ...others } = { ...shared, ...other };
  const { access, connections, conversations, ...rest } = others;
  const authorize = authorizer(access, journal);
  const policy = policyUndoWork(policies, store, runtime);
  const works = {
    ...noWorks(),
    harden: hardenWork(policies, runtime),
    undo: undoWork({ policy, tokenPolicy: noWork }),
  };
  const approvals = { verbs: [], limits: [], access };
  const enginePorts = { ...rest, store, connections, authorize, works, approvals, conversations, runtime };
  const engine = operationEngine(enginePorts);
  const ports: HardenPorts = { authorize, connections, policies, users, store, engine, runtime, confirmTtlMs };
  return {
    authorize,
    engine,
    harden: hardenVerbs(ports),
    undo: undoVerbs({ ...ports, access, journal, release: noRelease }),
    presses: confirmationPresses({ store, journal, engine, conversations, approvalTtlMs }),
    reconcile: () => reconcileInterrupted(enginePorts, settleMs),
  };
}

const noRelease: Release = {
  preview: () => Promise.reject(new Error('No test asks for this.')),
  now: () => Promise.reject(new Error('No test asks for this.')),
};

const noWork: Work = {
  gate: gates.harden,
  plan: () => Promise.reject(new Error('No test asks for this.')),
};

export function noWorks(): Works {
  return Object.fromEntries(verbs.map((verb) => [verb, noWork])) as Works;
}

function accessAsNamed(): FakeAccess {
  const access = fakeAccess();
  access.roles.set(viewer.oid, ['viewer']);
  for (const { oid } of [hardener, otherHardener]) access.roles.set(oid, ['hardener']);
  access.grants.set(apiKey.keyId, { scopes: ['policies:read', 'policies:write', 'operations:read'] });
  return access;
}

import { authorizer } from '../../../src/core/access.ts';
import type { Conversation } from '../../../src/core/chat.ts';
import type { Connections } from '../../../src/core/connections.ts';
import type { ProtectedKey } from '../../../src/core/containment/protected-list.ts';
import { protectionList } from '../../../src/core/containment/protection.ts';
import type { Via } from '../../../src/core/journal.ts';
import { approvalPresses } from '../../../src/core/operations/approval.ts';
import { operationEngine } from '../../../src/core/operations/engine.ts';
import type { Verb } from '../../../src/core/operations/operation.ts';
import type { Limit, OperationStore } from '../../../src/core/operations/operation-store.ts';
import { confirmationPresses } from '../../../src/core/operations/press.ts';
import { reconcileInterrupted } from '../../../src/core/operations/reconcile.ts';
import type { Runtime } from '../../../src/core/runtime.ts';
import type { UserPort } from '../../../src/core/users/user-port.ts';
import { threatVerbs, threatWorks } from '../../../src/hallway/build-threats.ts';
import { type FakeAccess, fakeAccess, homeTenant, keyHolder, organization, person } from './access.ts';
import { connection, fakeConnections } from './connections.ts';
import { type FakeConversations, fakeConversations } from './conversations.ts';
import { type RecordingJournal, recordingJournal } from './journal.ts';
import { memoryStore } from './operation-store.ts';
import { virtualRuntime } from './runtime.ts';
import { fakeSignals } from './signals.ts';
import { fakeUsers, idOf } from './users.ts';
import { noWorks } from './world.ts';

export type ThreatWorld = ReturnType<typeof threatWorld>;

export const responder = somebody('responder');
export const otherResponder = somebody('other-responder');
export const approver = somebody('approver');
export const otherApprover = somebody('other-approver');
export const viewer = somebody('viewer');
/** May ask, and may approve; has the account `boss` where the home tenant is the one acted on. */
export const boss = somebody('boss');
export const containKey = keyHolder('contain');
export const privilegedKey = keyHolder('privileged');

export const rest: Via = { channel: 'rest', requestId: 'request-1' };
export const soc: Via = { channel: 'chat', conversation: 'soc', activityId: 'activity-1' };
export const elsewhere: Via = { channel: 'chat', conversation: 'elsewhere' };
export const oneToOne: Via = { channel: 'chat', conversation: 'oneToOne' };

export const confirmTtlMs = 600_000;
export const approvalTtlMs = 900_000;
export const settleMs = 25_000;

export const breakGlass = 'break-glass';

/** `home`: the tenant acted on is the one the people sign in to. */
type Settings = { verbs: Verb[]; limits: Limit[]; listed: ProtectedKey[]; home: boolean };

/** One connected tenant with a user `alex`, the people above, and a protected break-glass account. */
export function threatWorld(settings: Partial<Settings> = {}) {
  const { verbs = [], limits = [], listed = [{ kind: 'id', id: idOf(breakGlass) }] } = settings;
  const runtime = virtualRuntime();
  const clock = { offsetMs: 0, now: () => runtime.now() + clock.offsetMs };
  const journal = recordingJournal();
  const store = memoryStore(clock, (entry) => journal.rows.push(entry));
  const access = accessAsNamed();
  const users = fakeUsers(runtime);
  for (const name of ['alex', 'boss', breakGlass]) users.add(name);
  const signals = fakeSignals(runtime, (id) => users.verdicts.get(id) ?? '');
  const connections = fakeConnections([connection('conn_one', settings.home ? { tenantId: homeTenant } : {})]);
  const conversations = fakeConversations(...places);
  const shared = { runtime, journal, store, access, users, signals, connections, conversations, listed };
  const all = { ...shared, approvals: { verbs, limits, access } };
  return { clock, ...all, ...openInstance(all), openInstance: openInstance.bind(undefined, all) };
}

type Ports = {
  runtime: Runtime;
  journal: RecordingJournal;
  store: OperationStore;
  access: FakeAccess;
  users: UserPort;
  signals: ReturnType<typeof fakeSignals>;
  connections: Connections;
  conversations: FakeConversations;
  listed: readonly ProtectedKey[];
  approvals: { verbs: readonly Verb[]; limits: readonly Limit[]; access: FakeAccess };
};

function somebody(name: string) {
  return { ...person(name), oid: idOf(name) };
}

/** One process of the product; several share the store. `other` replaces ports for this one only. */
function openInstance(shared: Ports, other: Partial<Ports> = {}) {
  const { journal, store, access, connections, conversations, listed, ...ports } = { ...shared, ...other };
  const { runtime, users } = ports;
  const authorize = authorizer(access, journal);
  const protection = protectionList(users, runtime, listed);
  const works = { ...noWorks(), ...threatWorks({ ...ports, store, protection }) };
  const enginePorts = { ...ports, store, connections, conversations, authorize, works };
  const engine = operationEngine(enginePorts);
  const presses = confirmationPresses({ store, journal, engine, conversations, approvalTtlMs });
  return {
    engine,
    presses,
    protection,
    decide: approvalPresses({ authorize, store, journal, engine }),
    ...threatVerbs({ ...ports, store, journal, connections, authorize, protection, engine, presses, confirmTtlMs }),
    reconcile: () => reconcileInterrupted(enginePorts, settleMs),
  };
}

const places: Conversation[] = [
  place('soc', { type: 'channel', operators: true }),
  place('elsewhere', { type: 'channel' }),
  place('oneToOne', { type: 'personal' }),
];

function place(id: string, facts: Partial<Conversation>): Conversation {
  const where = { id, organization, tenantId: homeTenant, serviceUrl: 'https://smba.example/' };
  return { ...where, type: 'channel', approved: true, operators: false, ...facts };
}

function accessAsNamed(): FakeAccess {
  const access = fakeAccess();
  for (const { oid } of [responder, otherResponder]) access.roles.set(oid, ['responder']);
  for (const { oid } of [approver, otherApprover]) access.roles.set(oid, ['approver']);
  access.roles.set(boss.oid, ['responder', 'approver']);
  access.roles.set(viewer.oid, ['viewer']);
  access.grants.set(containKey.keyId, { scopes: ['threats:read', 'threats:contain'] });
  access.grants.set(privilegedKey.keyId, { scopes: ['threats:contain', 'threats:contain+privileged'] });
  return access;
}

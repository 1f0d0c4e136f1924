import { gates } from '../access.ts';
import type { Connection } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { OperationDraft, Step } from '../operations/operation.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import { needsReconsent } from '../operations/steps.ts';
import type { Hold, PlannedWork, Preparation, Work } from '../operations/work.ts';
import type { GraphDocument } from '../policies/compare.ts';
import type { Runtime } from '../runtime.ts';
import { resolveUser } from '../users/resolve-user.ts';
import type { DirectoryUser } from '../users/user-port.ts';
import { isDone, sendEach, settleByEvidence, type UserWrite, unreadEnding } from '../users/user-work.ts';
import { type GuardPorts, guardLastAdministrator, guardUser, whyPrivileged } from './guards.ts';
import { type ContainmentResult, containmentSteps } from './results.ts';

export type ContainPorts = GuardPorts & { store: OperationStore; runtime: Runtime };

/** Turns an account off and ends its sessions: two writes, neither of which waits for the other's success. */
export function containWork(ports: ContainPorts): Work {
  return {
    gate: gates.contain,
    capped: true,
    plan: async (draft) => plannedContain(ports, draft, await earlierResult(ports.store, draft)),
  };
}

/** What a retry does not send again keeps what came of it the first time. */
async function earlierResult(store: OperationStore, { organization, of }: OperationDraft) {
  const earlier = of === undefined ? undefined : await store.find(organization, of);
  return earlier?.result?.kind === 'containment' ? earlier.result : undefined;
}

function plannedContain(ports: ContainPorts, draft: OperationDraft, earlier?: ContainmentResult): PlannedWork {
  const { users, runtime } = ports;
  const writes = writesOf(ports, draft);
  const names = writes.map(({ name }) => name);
  return {
    writes: names,
    resumes: true,
    prepare: (connection, hold) => prepare(ports, draft, connection, hold, names),
    act: (connection, _before, only) => sendEach(writes, connection, only),
    async check(connection, before, steps, patience) {
      const look = connection && (() => users.find(connection, { kind: 'id', id: draft.target.id }));
      const settled = await settleByEvidence({ runtime, writes, before, steps, patience, ...(look && { look }) });
      return { steps: settled.steps, result: resultOf(settled.steps, settled.seen, before, earlier) };
    },
  };
}

function writesOf({ users }: ContainPorts, { target, input }: OperationDraft): readonly UserWrite<DirectoryUser>[] {
  const asked: readonly string[] = input && 'steps' in input ? input.steps : containmentSteps;
  const writes: readonly UserWrite<DirectoryUser>[] = [
    {
      name: 'disable',
      send: (connection) => users.disable(connection, target.id),
      isSeen: ({ accountEnabled }) => !accountEnabled,
    },
    {
      name: 'revoke',
      send: (connection) => users.revokeSessions(connection, target.id),
      isSeen: ({ sessionsValidFrom }, before) =>
        sessionsValidFrom !== null && sessionsValidFrom !== before['sessionsValidFrom'],
    },
  ];
  return writes.filter(({ name }) => asked.includes(name));
}

async function prepare(
  ports: ContainPorts,
  draft: OperationDraft,
  connection: Connection,
  hold: Hold,
  names: readonly string[],
): Promise<Preparation> {
  const found = await resolveUser(ports.users, connection, draft.target.id);
  if ('unread' in found) return { write: false, ...unreadEnding(found.unread, names, nothing) };
  const { user } = found;
  refuseOther(draft, user);
  const guarded = { draft, connection, user };
  const roles = await guardUser(ports, guarded);
  await guardLastAdministrator(ports.users, guarded, roles, hold);
  const approval = whyPrivileged(roles);
  return { write: true, before: captured(user), ...(approval === undefined ? {} : { approval }) };
}

/** The lock, the approval and the journal name one account: no other one is written to. */
export function refuseOther({ target }: OperationDraft, user: DirectoryUser): void {
  if (user.id !== target.id) refuse('graph_failed', 'Microsoft Graph answered with another account. Try again.');
}

function captured({
  accountEnabled,
  sessionsValidFrom,
  userPrincipalName,
  guest,
  synced,
}: DirectoryUser): GraphDocument {
  return { accountEnabled, sessionsValidFrom, userPrincipalName, guest, synced };
}

const nothing: ContainmentResult = {
  kind: 'containment',
  disabled: false,
  sessionsRevoked: false,
  needsReconsent: false,
  wasEnabled: false,
  guest: false,
  synced: false,
  verified: { disabled: false, sessionsRevoked: false },
};

function resultOf(
  steps: readonly Step[],
  seen: ReadonlySet<string>,
  before: GraphDocument,
  earlier: ContainmentResult = nothing,
): ContainmentResult {
  const asked = (name: string) => steps.some((step) => step.name === name);
  return {
    kind: 'containment',
    disabled: isDone(steps, 'disable') || before['accountEnabled'] === false,
    sessionsRevoked: asked('revoke') ? isDone(steps, 'revoke') : earlier.sessionsRevoked,
    needsReconsent: needsReconsent(steps),
    wasEnabled: before['accountEnabled'] === true,
    guest: before['guest'] === true,
    synced: before['synced'] === true,
    verified: {
      disabled: seen.has('disable'),
      sessionsRevoked: asked('revoke') ? seen.has('revoke') : earlier.verified.sessionsRevoked,
    },
  };
}

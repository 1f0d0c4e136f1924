import { gates } from '../access.ts';
import type { Connection } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { OperationDraft, Step } from '../operations/operation.ts';
import { needsReconsent } from '../operations/steps.ts';
import type { PlannedWork, Preparation, Work } from '../operations/work.ts';
import { resolveUser } from '../users/resolve-user.ts';
import type { DirectoryUser } from '../users/user-port.ts';
import { isDone, sendEach, settleByEvidence, type UserWrite, unreadEnding } from '../users/user-work.ts';
import { type ContainPorts, refuseOther } from './contain-work.ts';
import { guardUser, whyPrivileged } from './guards.ts';
import { findReleasable } from './releasable.ts';
import type { ReleaseResult } from './results.ts';

/** Turns an account on again that Bulwark turned off. */
export function releaseWork(ports: ContainPorts): Work {
  return { gate: gates.release, plan: async (draft) => plannedRelease(ports, draft) };
}

function plannedRelease(ports: ContainPorts, draft: OperationDraft): PlannedWork {
  const { users, runtime } = ports;
  const { id } = draft.target;
  const enable: UserWrite<DirectoryUser> = {
    name: 'enable',
    send: (connection) => users.enable(connection, id),
    isSeen: ({ accountEnabled }) => accountEnabled,
  };
  const writes = [enable];
  return {
    writes: ['enable'],
    resumes: true,
    prepare: (connection) => prepare(ports, draft, connection),
    act: (connection, _before, only) => sendEach(writes, connection, only),
    async check(connection, before, steps, patience) {
      const look = connection && (() => users.find(connection, { kind: 'id', id }));
      const settled = await settleByEvidence({ runtime, writes, before, steps, patience, ...(look && { look }) });
      return { steps: settled.steps, result: resultOf(settled.steps, settled.seen) };
    },
  };
}

async function prepare(ports: ContainPorts, draft: OperationDraft, connection: Connection): Promise<Preparation> {
  const found = await resolveUser(ports.users, connection, draft.target.id);
  if ('unread' in found) return { write: false, ...unreadEnding(found.unread, ['enable'], nothing) };
  const { user } = found;
  refuseOther(draft, user);
  const roles = await guardUser(ports, { draft, connection, user });
  if (user.accountEnabled) return { write: false, ...onAlready };
  if (!(await findReleasable(ports.store, draft))) refuseNotOurs();
  const approval = whyPrivileged(roles);
  const before = { accountEnabled: false, userPrincipalName: user.userPrincipalName };
  return { write: true, before, ...(approval === undefined ? {} : { approval }) };
}

export function refuseNotOurs(): never {
  refuse(
    'precondition_failed',
    'Bulwark did not turn this account off, so it does not turn it on. If it should be on, enable it in Entra.',
  );
}

const nothing: ReleaseResult = { kind: 'release', enabled: false, needsReconsent: false, verified: false };

const onAlready = {
  steps: [{ name: 'enable', status: 'skipped' }] satisfies Step[],
  result: { ...nothing, enabled: true, verified: true },
};

function resultOf(steps: readonly Step[], seen: ReadonlySet<string>): ReleaseResult {
  return {
    kind: 'release',
    enabled: isDone(steps, 'enable'),
    needsReconsent: needsReconsent(steps),
    verified: seen.has('enable'),
  };
}

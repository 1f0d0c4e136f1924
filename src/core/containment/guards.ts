import type { Connection } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { Reading } from '../graph-answers.ts';
import type { OperationDraft } from '../operations/operation.ts';
import type { Hold } from '../operations/work.ts';
import { type DirectoryRole, type DirectoryUser, globalAdministrator, type UserPort } from '../users/user-port.ts';
import type { Protection } from './protection.ts';

export type GuardPorts = { users: UserPort; protection: Protection };

/** Who asks, and for whom, at this moment. */
export type Guarded = {
  draft: Pick<OperationDraft, 'requestedBy' | 'approvedBy'>;
  connection: Connection;
  user: DirectoryUser;
};

type Roles = Reading<readonly DirectoryRole[]>;

/** Refuses accounts that are never touched. Answers the roles the others hold. */
export async function guardUser(
  { users, protection }: GuardPorts,
  { draft, connection, user }: Guarded,
): Promise<Roles> {
  const people = [draft.requestedBy, draft.approvedBy];
  const own = people.some(
    (one) => one?.kind === 'person' && one.oid === user.id && one.tenantId === connection.tenantId,
  );
  if (own) refuse('protected_target', 'This is your own account. Ask somebody else.');
  if (await protection.covers(connection, user)) {
    refuse('protected_target', 'This account is protected: Bulwark never touches it. Change it in Entra.');
  }
  return users.rolesOf(connection, user.id);
}

/** Why the target takes a second person. Roles that cannot be read may be any. */
export function whyPrivileged(roles: Roles): string | undefined {
  if (roles.status !== 'ok') return 'The directory roles of this user cannot be read.';
  return roles.value.length > 0 ? 'This user holds a directory role.' : undefined;
}

/** One Global Administrator has to stay on. `hold` keeps two of them from being turned off at the same moment. */
export async function guardLastAdministrator(
  users: UserPort,
  { connection, user }: Guarded,
  roles: Roles,
  hold: Hold,
): Promise<void> {
  const harmless = roles.status === 'ok' && roles.value.every(({ templateId }) => templateId !== globalAdministrator);
  if (harmless) return;
  await hold('globalAdministrators');
  const holders = await users.enabledHoldersOf(connection, globalAdministrator);
  if (holders.status !== 'ok') {
    refuse(
      'protected_target',
      'It cannot be read whether another Global Administrator would remain, so this account is not touched.',
    );
  }
  if (holders.value.some((id) => id !== user.id)) return;
  refuse('protected_target', 'This is the last enabled Global Administrator. Enable another one first.');
}

import type { Connection } from '../connections.ts';
import type { Reading, WriteOutcome } from '../graph-answers.ts';
import type { UserKey } from './user-key.ts';

/** A user as Microsoft Entra has it now. Names are the tenant's own text. */
export type DirectoryUser = {
  /** Object id, lower case: the only key that writes use. */
  id: string;
  userPrincipalName: string;
  displayName: string;
  accountEnabled: boolean;
  guest: boolean;
  /** Mastered on-premises: the next sync may undo a change made in the cloud. */
  synced: boolean;
  /** Member of a restricted-management administrative unit. */
  restricted: boolean;
  /** `signInSessionsValidFromDateTime` as Graph wrote it; a revoke moves it. */
  sessionsValidFrom: string | null;
};

export type DirectoryRole = { templateId: string; name: string };

/** The well-known template of the Global Administrator role, the same in every tenant. */
export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

export type UserPort = {
  /** Never from a cache. `value` undefined: no such user, or a deleted one. */
  find(connection: Connection, user: UserKey): Promise<Reading<DirectoryUser | undefined>>;
  /** Direct and through groups. */
  rolesOf(connection: Connection, userId: string): Promise<Reading<readonly DirectoryRole[]>>;
  /** Object ids of enabled users who hold the role, direct or through a role-assignable group. */
  enabledHoldersOf(connection: Connection, roleTemplateId: string): Promise<Reading<readonly string[]>>;
  groupExists(connection: Connection, groupId: string): Promise<Reading<boolean>>;
  /** Which of these groups the user is in, directly or not. */
  groupsAmong(
    tenant: Pick<Connection, 'tenantId'>,
    userId: string,
    groupIds: readonly string[],
  ): Promise<Reading<readonly string[]>>;
  disable(connection: Connection, userId: string): Promise<WriteOutcome>;
  enable(connection: Connection, userId: string): Promise<WriteOutcome>;
  revokeSessions(connection: Connection, userId: string): Promise<WriteOutcome>;
  confirmCompromised(connection: Connection, userId: string): Promise<WriteOutcome>;
  dismissRisk(connection: Connection, userId: string): Promise<WriteOutcome>;
  /** App roles the connection's token carries, as a hint for which buttons to offer. */
  grantedRoles(connection: Connection): Promise<Reading<readonly string[]>>;
};

import { z } from 'zod/v4';
import type { DirectoryRole, DirectoryUser } from '../core/users/user-port.ts';

/** What decides about an account must be there and of its type; the rest may be missing or odd. */

const objectId = z.guid().toLowerCase();
const text = z.string().catch('');
const flag = z.boolean().catch(false);

export const directoryUser = z
  .object({
    id: objectId,
    userPrincipalName: z.string(),
    displayName: text,
    accountEnabled: z.boolean(),
    userType: text,
    onPremisesSyncEnabled: flag,
    isManagementRestricted: flag,
    signInSessionsValidFromDateTime: z.string().nullable().catch(null),
  })
  .transform(
    ({ id, userPrincipalName, displayName, accountEnabled, ...rest }): DirectoryUser => ({
      id,
      userPrincipalName,
      displayName,
      accountEnabled,
      guest: rest.userType.toLowerCase() === 'guest',
      synced: rest.onPremisesSyncEnabled,
      restricted: rest.isManagementRestricted,
      sessionsValidFrom: rest.signInSessionsValidFromDateTime,
    }),
  );

/** Without its template nobody could tell which role it is. */
export const directoryRole = z
  .object({ roleTemplateId: objectId, displayName: text })
  .transform(({ roleTemplateId, displayName }): DirectoryRole => ({ templateId: roleTemplateId, name: displayName }));

const account = { id: objectId, accountEnabled: z.boolean() };

/** A member of a group, as a list of one id when the account is enabled, else of none. */
export const enabledUser = z.object(account).transform(enabledId);

/** Whoever holds a role: a user, a group whose members hold it, or an application. */
export const roleHolder = z.union([
  z.object({ ...typeIs('user'), ...account }).transform((user) => ({ users: enabledId(user), groups: [] })),
  z.object({ ...typeIs('group'), id: objectId }).transform(({ id }) => ({ users: [], groups: [id] })),
  z.object(typeIs('servicePrincipal')).transform(() => ({ users: [], groups: [] })),
]);

export const group = z.object({ id: objectId });

export const groupIds = z.object({ value: z.array(objectId) });

function typeIs(name: string) {
  return { '@odata.type': z.literal(`#microsoft.graph.${name}`) };
}

function enabledId({ id, accountEnabled }: { id: string; accountEnabled: boolean }): readonly string[] {
  return accountEnabled ? [id] : [];
}

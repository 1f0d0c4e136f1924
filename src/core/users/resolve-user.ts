import type { Connection } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { GraphRefusal } from '../graph-answers.ts';
import { refuseUnread, requireRead } from '../unread.ts';
import { parseUserKey } from './user-key.ts';
import type { DirectoryUser, UserPort } from './user-port.ts';

/** The one account that is meant; everything after this uses its object id. */
export async function requireUser(
  users: Pick<UserPort, 'find'>,
  connection: Connection,
  text: string,
): Promise<DirectoryUser> {
  return requireRead(await users.find(connection, parseUserKey(text)), connection) ?? refuseUnknownUser();
}

/** As {@link requireUser}; what consent or a licence could change is answered instead of refused. */
export async function resolveUser(
  users: UserPort,
  connection: Connection,
  text: string,
): Promise<{ user: DirectoryUser } | { unread: GraphRefusal }> {
  const reading = await users.find(connection, parseUserKey(text));
  if (reading.status === 'ok') return { user: reading.value ?? refuseUnknownUser() };
  return reading.status === 'error' ? refuseUnread(reading.refusal) : { unread: reading.refusal };
}

export function refuseUnknownUser(): never {
  refuse(
    'unknown_user',
    'There is no such user in this tenant. Give the object id or the user principal name, such as adelev@contoso.com.',
  );
}

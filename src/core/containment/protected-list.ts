import { parseUserKey, type UserKey } from '../users/user-key.ts';

/** One entry of the list of protected accounts: an account, or a group whose members are protected. */
export type ProtectedKey = UserKey | { kind: 'group'; id: string };

const group = /^group:([0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})$/i;

/** An object id, a user principal name, or `group:` and an object id. */
export function parseProtected(text: string): ProtectedKey {
  const [, id] = group.exec(text) ?? [];
  return id === undefined ? parseUserKey(text) : { kind: 'group', id: id.toLowerCase() };
}

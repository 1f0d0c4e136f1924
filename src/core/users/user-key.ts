import { refuse } from '../errors.ts';
import { isGuid } from '../guid.ts';

/** What a person or script calls a user: an object id, or a user principal name. */
export type UserKey = { kind: 'id'; id: string } | { kind: 'upn'; upn: string };

/** Printable ASCII without what a path, a filter or a host could be made of; `#` only as the mark of a guest. */
const upn = /^[A-Za-z0-9._'+$!^~&=`{}*-]+(?:#EXT#)?@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/i;
/** Microsoft Entra's own limit. */
const longestUpn = 113;

export function parseUserKey(text: string): UserKey {
  if (isGuid(text)) return { kind: 'id', id: text.toLowerCase() };
  if (text.length <= longestUpn && upn.test(text) && !text.includes('..')) return { kind: 'upn', upn: text };
  return refuse('invalid_request', 'Name the user by object id or user principal name, such as user@contoso.com.');
}

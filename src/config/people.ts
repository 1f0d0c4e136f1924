import { z } from 'zod/v4';
import type { Holders, RoleHolders } from '../core/roles.ts';
import { list } from './lists.ts';

/** As in PROTECTED: it says that nobody is meant, where something has to be written. */
const nobody = 'none';

const people = z
  .string()
  .toLowerCase()
  .pipe(list)
  .transform((listed) => listed.filter((one) => one !== nobody))
  .pipe(
    z.array(
      z.union([z.guid(), z.templateLiteral(['group:', z.guid()])], 'Not a list of object ids and group:<object id>'),
    ),
  );

export const peopleVariables = {
  ADMINS: people.optional(),
  VIEWERS: people.optional(),
  HARDENERS: people.optional(),
  RESPONDERS: people.optional(),
  APPROVERS: people.optional(),
};

const variables = z.object(peopleVariables);
type Variables = z.infer<typeof variables>;

/** Who holds which role, by object id and by group. */
export function holdersOf({ VIEWERS, HARDENERS, RESPONDERS, APPROVERS, ADMINS }: Variables): RoleHolders {
  return {
    viewer: split(VIEWERS),
    hardener: split(HARDENERS),
    responder: split(RESPONDERS),
    approver: split(APPROVERS),
    admin: split(ADMINS),
  };
}

function split(listed: readonly string[] = []): Holders {
  const groups = listed.flatMap((one) => (one.startsWith('group:') ? [one.slice('group:'.length)] : []));
  return { people: listed.filter((one) => !one.startsWith('group:')), groups };
}

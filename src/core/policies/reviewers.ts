import type { Connection } from '../connections.ts';
import { refuse } from '../errors.ts';
import { requireUser } from '../users/resolve-user.ts';
import type { UserPort } from '../users/user-port.ts';
import type { GuidedInput } from './guided-fields.ts';

/** The answers with the object ids of the people who were named. */
export async function resolveReviewers(
  users: Pick<UserPort, 'find'>,
  connection: Connection,
  input: GuidedInput,
): Promise<GuidedInput> {
  if (!input.reviewers) return input;
  const ids: string[] = [];
  for (const name of input.reviewers) {
    const user = await requireUser(users, connection, name);
    if (!user.accountEnabled || user.guest) refuseReviewer();
    ids.push(user.id);
  }
  return { ...input, reviewers: [...new Set(ids)] };
}

function refuseReviewer(): never {
  refuse('precondition_failed', 'A reviewer must be a member whose account is turned on. Name somebody else.');
}

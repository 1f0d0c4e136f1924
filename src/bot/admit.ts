import { refuse } from '../core/errors.ts';
import type { Asker, Desk } from './desk.ts';
import { identify } from './identity.ts';
import type { Turn } from './turn.ts';

/** Who asks, once Teams has said that it is a member of the organization. */
export async function admit(desk: Desk, turn: Turn): Promise<Asker> {
  const { tenantId } = turn.conversation;
  const organization = desk.organizationOf(tenantId) ?? refuse('not_allowed', 'I do not work for this organization.');
  const { id, ...rest } = place(turn);
  const conversation = await desk.conversations.remember({ id, ...rest, organization });
  const via = { channel: 'chat', conversation: id, activityId: turn.activityId } as const;
  const person = identify(desk, turn) ?? (await desk.door.turnAwayUnknown(organization, via));
  await desk.door.admit(person, via, await desk.standingOf(turn, person));
  const pressedOn = turn.replyToId ? { pressedOn: turn.replyToId } : {};
  return { person, roles: await desk.rolesOf(person), conversation, via, userId: turn.from.id, ...pressedOn };
}

export function requireApproved(desk: Desk, { person, roles, conversation, via }: Asker): Promise<void> {
  return desk.door.requireApproved(person, roles, conversation, via);
}

/** The conversation itself: a channel's id in a turn names the thread as well. */
export function place({ conversation, serviceUrl }: Turn) {
  const [id = conversation.id] = conversation.id.split(';');
  const { tenantId, type, name } = conversation;
  return { id, tenantId, type, serviceUrl, ...(name === undefined ? {} : { name }) };
}

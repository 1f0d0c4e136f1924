import type { Person } from '../core/actors.ts';
import type { Conversation } from '../core/chat.ts';
import { refuse } from '../core/errors.ts';
import type { Via } from '../core/journal.ts';
import type { Asker, Desk } from './desk.ts';
import { identify } from './identity.ts';
import type { Turn } from './turn.ts';

/** Who asks, once Teams has said that it is a member of the organization. */
export async function admit(desk: Desk, turn: Turn): Promise<Asker> {
  const organization = organizationIn(desk, turn);
  const conversation = await desk.conversations.remember({ ...place(turn), organization });
  const { person, via } = await senderOf(desk, turn, organization);
  await requireMember(desk, turn, person, via);
  return askerOf(desk, turn, { person, via, conversation });
}

/**
 * Who writes in a compose box, where what is found may be put. That box can stand in any conversation, so the place is
 * only looked up; and Teams says who is a member only of places where the bot is one.
 */
export async function admitComposing(desk: Desk, turn: Turn): Promise<Asker> {
  const organization = organizationIn(desk, turn);
  const { person, via } = await senderOf(desk, turn, organization);
  const asker = await askerOf(desk, turn, { person, via, conversation: await known(desk, turn, organization) });
  if (asker.conversation.type !== 'personal') await requireApproved(desk, asker);
  await requireMember(desk, turn, person, via);
  await requireApproved(desk, asker);
  return asker;
}

export function requireApproved(desk: Desk, { person, roles, conversation, via }: Asker): Promise<void> {
  return desk.door.requireApproved(person, roles, conversation, via);
}

/**
 * The conversation itself: a channel's id in a turn names the thread as well. A chat of two people with each other is
 * personal to Teams too, with the id of a group; only one with the bot is nobody else's.
 */
export function place({ conversation, serviceUrl }: Turn) {
  const [id = conversation.id] = conversation.id.split(';');
  const { tenantId, name } = conversation;
  const type = conversation.type === 'personal' && id.startsWith('19:') ? 'groupChat' : conversation.type;
  return { id, tenantId, type, serviceUrl, ...(name === undefined ? {} : { name }) };
}

function organizationIn(desk: Desk, { conversation }: Turn): string {
  return desk.organizationOf(conversation.tenantId) ?? refuse('not_allowed', 'I do not work for this organization.');
}

async function known(desk: Desk, turn: Turn, organization: string): Promise<Conversation> {
  const where = place(turn);
  const found = await desk.conversations.find(where.id);
  const isOpen = found?.organization === organization && found.disabled === undefined;
  return isOpen ? found : { ...where, organization, approved: false, operators: false };
}

async function senderOf(desk: Desk, turn: Turn, organization: string): Promise<{ person: Person; via: Via }> {
  const via = { channel: 'chat', conversation: place(turn).id, activityId: turn.activityId } as const;
  return { person: identify(desk, turn) ?? (await desk.door.turnAwayUnknown(organization, via)), via };
}

async function requireMember(desk: Desk, turn: Turn, person: Person, via: Via): Promise<void> {
  await desk.door.admit(person, via, await desk.standingOf(turn, person));
}

async function askerOf(desk: Desk, turn: Turn, known: Pick<Asker, 'person' | 'via' | 'conversation'>): Promise<Asker> {
  const pressedOn = turn.replyToId ? { pressedOn: turn.replyToId } : {};
  return { ...known, roles: await desk.rolesOf(known.person), userId: turn.from.id, ...pressedOn };
}

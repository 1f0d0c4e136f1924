import type { Message } from '../chat/messages.ts';
import { type Answer, badRequest, type Incoming } from '../http.ts';
import { conversations } from '../world/conversations.ts';
import { personByAlias } from '../world/people.ts';
import type { World } from '../world/world.ts';

/** What the bot sent to a conversation, as last edited; `personal` without `as` means all 1:1 chats. */
export function listMessages(world: World, { query }: Incoming): Answer {
  const alias = query.get('conversation');
  const as = query.get('as');
  if (alias !== null && !conversations.some((one) => one.alias === alias))
    return badRequest('conversation must be personal, soc or random.');
  if (as !== null && !personByAlias(as)) return badRequest('as must be the alias of a sample person.');
  const messages = [...world.messages.byId.values()].filter(({ from, conversation: { alias: where, person } }) => {
    if (from !== null || (alias !== null && where !== alias)) return false;
    return as === null || !person || person.alias === as;
  });
  return { status: 200, body: { messages: messages.map(shown) } };
}

function shown({ at, conversation, activityId, replyToId, edited, deleted, activity }: Message): unknown {
  const as = conversation.person?.alias ?? null;
  return { at, conversation: conversation.alias, as, activityId, replyToId, edited, deleted, activity };
}

import type { ServerResponse } from 'node:http';
import { type Answer, badRequest, type Incoming } from '../http.ts';
import { conversationOf, conversations, team } from '../world/conversations.ts';
import { type Person, people, personByAlias } from '../world/people.ts';
import type { World } from '../world/world.ts';
import type { ChatEvent, Message } from './messages.ts';

const keepAliveMs = 20_000;

/** Everything under `/_chat`: what the chat page shows. */
export function handleFeed(world: World, request: Incoming): Answer {
  if (request.path === '/_chat/world') return { status: 200, body: chatWorld };
  const person = personByAlias(request.query.get('as'));
  if (!person) return badRequest('as must be the alias of a sample person.');
  if (request.path === '/_chat/events') return { status: 200, stream: (response) => stream(world, person, response) };
  if (request.path === '/_chat/messages') return messagesFor(world, person, request.query.get('conversation'));
  return { status: 404, body: { error: 'There is no such chat address.' } };
}

const chatWorld = {
  people: people.map(({ alias, name, userPrincipalName, note }) => ({ alias, name, userPrincipalName, note })),
  conversations: [
    { alias: 'personal', name: 'Bulwark', type: 'personal' },
    ...conversations
      .filter((one) => !one.person)
      .map(({ alias, name }) => ({ alias, name, type: 'channel', team: team.name })),
  ],
};

function messagesFor(world: World, person: Person, alias: string | null): Answer {
  const conversation = conversationOf(alias, person);
  if (!conversation) return badRequest('conversation must be personal, soc or random.');
  const messages = [...world.messages.byId.values()].filter((message) => message.conversation === conversation);
  return { status: 200, body: { messages: messages.map(shown) } };
}

function shown({ activityId, from, at, edited, deleted, replyToId, activity }: Message): unknown {
  const author = from
    ? { name: from.name, alias: from.alias, bot: false }
    : { name: 'Bulwark', alias: 'bot', bot: true };
  return { activityId, from: author, at, edited, deleted, replyToId, activity };
}

function stream(world: World, person: Person, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': connected\n\n');
  const keepAlive = setInterval(() => response.write(': still here\n\n'), keepAliveMs).unref();
  function tell(event: ChatEvent): void {
    if (conversationOf(event.conversation.alias, person) === event.conversation) response.write(eventText(event));
  }
  world.messages.listeners.add(tell);
  response.on('close', () => {
    clearInterval(keepAlive);
    world.messages.listeners.delete(tell);
  });
}

function eventText({ name, conversation, activityId }: ChatEvent): string {
  return `event: ${name}\ndata: ${JSON.stringify({ conversation: conversation.alias, activityId })}\n\n`;
}

import { addMessage, announce, deleteMessage, editMessage } from '../chat/messages.ts';
import type { Answer } from '../http.ts';
import type { JsonObject } from '../json.ts';
import { threadIn } from '../world/conversations.ts';
import { botAppId } from '../world/people.ts';
import { type ConnectorCall, connectorError } from './call.ts';

/** Text, links and mentions, as UTF-16: above this Teams refuses the message. */
const maxActivityBytes = 100 * 1024;

const bot = { id: `28:${botAppId}`, name: 'Bulwark' };
const tooBig = connectorError(413, 'MessageSizeTooBig', 'Message size too large.');
const activityNotFound = connectorError(404, 'ActivityNotFound', 'Activity not found.');

export function postActivity(call: ConnectorCall): Answer {
  return say(call, call.body, threadIn(call.conversationId));
}

export function replyToActivity(call: ConnectorCall): Answer {
  return say(call, call.body, threadIn(call.conversationId) ?? call.key);
}

type Where = Pick<ConnectorCall, 'world' | 'conversation'>;

/** The bot says something; typing is shown and forgotten. */
export function say({ world, conversation }: Where, activity: JsonObject, replyToId: string | null): Answer {
  if (activity['type'] === 'typing') {
    announce(world.messages, { name: 'typing', conversation });
    return { status: 201, body: { id: String(Math.floor(world.clock())) } };
  }
  if (isTooBig(activity)) return tooBig;
  const said = { conversation, from: null, replyToId, activity: { ...activity, from: bot } };
  return { status: 201, body: { id: addMessage(world.messages, said).activityId } };
}

function isTooBig(activity: JsonObject): boolean {
  return JSON.stringify(activity).length * 2 > maxActivityBytes;
}

export function updateActivity({ world, conversation, key, body }: ConnectorCall): Answer {
  if (isTooBig(body)) return tooBig;
  const edited = editMessage(world.messages, conversation, key, { ...body, from: bot });
  return edited ? { status: 200, body: { id: key } } : activityNotFound;
}

export function deleteActivity({ world, conversation, key }: ConnectorCall): Answer {
  return deleteMessage(world.messages, conversation, key) ? { status: 200, body: {} } : activityNotFound;
}

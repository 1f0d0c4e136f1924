import type { Answer } from '../http.ts';
import { isObject, isObjectArray, type JsonObject, textOf } from '../json.ts';
import { type Conversation, conversationById, conversationOf } from '../world/conversations.ts';
import { people, teamsIdOf } from '../world/people.ts';
import { say } from './activities.ts';
import { type ConnectorCall, connectorError } from './call.ts';

/** Opens the 1:1 chat with a person, or a new thread in a channel. */
export function createConversation(call: Omit<ConnectorCall, 'conversation'>): Answer {
  const conversation = channelOf(call.body) ?? personalChatOf(call.body);
  if (!conversation)
    return connectorError(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
  const { activity } = call.body;
  const first = isObject(activity) ? say({ ...call, conversation }, activity, null) : undefined;
  if (first && first.status !== 201) return first;
  const activityId = isObject(first?.body) ? textOf(first.body['id']) : '';
  const body = { id: addressOf(conversation, activityId), serviceUrl: `${call.world.origin}/` };
  return { status: 201, body: activityId ? { ...body, activityId } : body };
}

function addressOf({ id, conversationType }: Conversation, activityId: string): string {
  return conversationType === 'channel' && activityId ? `${id};messageid=${activityId}` : id;
}

function channelOf(body: JsonObject): Conversation | undefined {
  const channelData = isObject(body['channelData']) ? body['channelData'] : {};
  const channel = isObject(channelData['channel']) ? channelData['channel'] : {};
  return conversationById(textOf(channel['id']));
}

function personalChatOf(body: JsonObject): Conversation | undefined {
  const [member] = isObjectArray(body['members']) ? body['members'] : [];
  const id = textOf(member?.['id']);
  const person = people.find((one) => teamsIdOf(one) === id || one.aadObjectId === id);
  return person && conversationOf('personal', person);
}

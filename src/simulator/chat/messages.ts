import type { JsonObject } from '../json.ts';
import type { Conversation } from '../world/conversations.ts';
import type { Person } from '../world/people.ts';

export type Message = {
  at: string;
  conversation: Conversation;
  /** `null` = the bot. */
  from: Person | null;
  activityId: string;
  replyToId: string | null;
  edited: number;
  deleted: boolean;
  activity: JsonObject;
};

export type ChatEvent = {
  name: 'message' | 'edit' | 'delete' | 'typing';
  conversation: Conversation;
  activityId?: string;
};

/** What was said in all chats, by people and by the bot, as last edited; the newest 20,000. */
export type Messages = {
  clock: () => number;
  byId: Map<string, Message>;
  listeners: Set<(event: ChatEvent) => void>;
  lastId: number;
};

const keptMessages = 20_000;

export function createMessages(clock: () => number): Messages {
  return { clock, byId: new Map(), listeners: new Set(), lastId: 0 };
}

/** Tells everyone who listens what happens in the chats. */
export function announce(messages: Messages, event: ChatEvent): void {
  for (const listener of messages.listeners) listener(event);
}

type Said = Pick<Message, 'conversation' | 'from' | 'replyToId' | 'activity'>;

export function addMessage(messages: Messages, said: Said): Message {
  const { byId, clock } = messages;
  // Teams numbers messages by the millisecond they arrive in.
  messages.lastId = Math.max(messages.lastId + 1, Math.floor(clock()));
  const activityId = String(messages.lastId);
  const activity = { ...said.activity, id: activityId };
  const at = new Date(clock()).toISOString();
  const message: Message = { ...said, at, activityId, edited: 0, deleted: false, activity };
  byId.set(activityId, message);
  if (byId.size > keptMessages) byId.delete(byId.keys().next().value ?? '');
  announce(messages, { name: 'message', conversation: said.conversation, activityId });
  return message;
}

/** The bot's message of that id, unless it is deleted. */
function botMessage(messages: Messages, conversation: Conversation, activityId: string): Message | undefined {
  const message = messages.byId.get(activityId);
  return message?.conversation === conversation && message.from === null && !message.deleted ? message : undefined;
}

/** `false` when there is no such message of the bot. */
export function editMessage(
  messages: Messages,
  where: Conversation,
  activityId: string,
  activity: JsonObject,
): boolean {
  const message = botMessage(messages, where, activityId);
  if (!message) return false;
  message.activity = { ...activity, id: activityId };
  message.edited += 1;
  announce(messages, { name: 'edit', conversation: where, activityId });
  return true;
}

/** `false` when there is no such message of the bot. */
export function deleteMessage(messages: Messages, where: Conversation, activityId: string): boolean {
  const message = botMessage(messages, where, activityId);
  if (!message) return false;
  message.deleted = true;
  announce(messages, { name: 'delete', conversation: where, activityId });
  return true;
}

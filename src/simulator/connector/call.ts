import type { Answer } from '../http.ts';
import type { JsonObject } from '../json.ts';
import type { Conversation } from '../world/conversations.ts';
import type { World } from '../world/world.ts';

export type ConnectorCall = {
  world: World;
  conversation: Conversation;
  /** As sent: in a channel it may name a thread. */
  conversationId: string;
  /** The last segment: an activity or a member. */
  key: string;
  body: JsonObject;
  query: URLSearchParams;
};

export function connectorError(status: number, code: string, message: string): Answer {
  return { status, body: { error: { code, message } } };
}

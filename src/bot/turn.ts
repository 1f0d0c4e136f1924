import type { ConversationType } from '../core/chat.ts';
import type { Search, SearchAnswer } from './search.ts';

/** What the bot sends: an activity as the connector takes it, without its address. */
export type OutgoingActivity = {
  type: 'message' | 'typing';
  text?: string;
  summary?: string;
  attachments?: readonly { contentType: string; content: unknown }[];
  [field: string]: unknown;
};

/** One thing that happened in a chat, and the way to answer in that place. */
export type Turn = {
  activityId: string;
  /** In a channel, `id` names the thread too (`…;messageid=…`). */
  conversation: { id: string; type: ConversationType; tenantId: string; name?: string };
  /** `aadObjectId` is missing for people and bots that Microsoft Entra does not know. */
  from: { id: string; aadObjectId?: string; name?: string };
  botId: string;
  /** Without the bot's own mention, in single spaces. */
  text: string;
  /** Of a press: the message that holds the card. */
  replyToId?: string;
  serviceUrl: string;
  /** Throws when the connector did not take it; nothing is sent twice. */
  send(activity: OutgoingActivity): Promise<{ activityId: string }>;
  /** Shows that the bot is at work; a failure to do so is nobody's concern. */
  typing(): Promise<void>;
};

/** A card's button. `trigger` is `automatic` when Teams refreshes the card by itself. Verb and data are hostile. */
export type Press = { verb: string; data: Record<string, unknown>; trigger: 'manual' | 'automatic' };

export type InvokeAnswer =
  | { kind: 'card'; card: unknown }
  | { kind: 'message'; text: string }
  | { kind: 'error'; code: 400 | 500; errorCode: string; message: string };

/** The half of the room that understands commands and buttons. Install and removal can each be told twice. */
export type TurnHandlers = {
  onMessage(turn: Turn): Promise<void>;
  onPress(turn: Turn, press: Press): Promise<InvokeAnswer>;
  onSearch(turn: Turn, search: Search): Promise<SearchAnswer>;
  onInstalled(turn: Turn): Promise<void>;
  onRemoved(turn: Turn): Promise<void>;
};

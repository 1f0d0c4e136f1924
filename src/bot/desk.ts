import type { Card } from '../cards/card.ts';
import type { Person, Role } from '../core/actors.ts';
import type { Conversation, Conversations, Outbox, ShownCard, ShownCards } from '../core/chat.ts';
import type { Connections } from '../core/connections.ts';
import type { Harden } from '../core/harden.ts';
import type { Via } from '../core/journal.ts';
import type { Presses } from '../core/operations/press.ts';
import type { ReadPosture } from '../core/posture.ts';
import type { Runtime } from '../core/runtime.ts';
import type { Undo } from '../core/undo.ts';

/** Everything of core that a command or button may ask. */
export type Desk = {
  readPosture: ReadPosture;
  harden: Harden;
  undo: Undo;
  presses: Presses;
  connections: Connections;
  rolesOf(person: Person): Promise<readonly Role[]>;
  conversations: Conversations;
  shown: ShownCards;
  outbox: Outbox;
  runtime: Runtime;
  /** The organization whose people chat from this Entra tenant. */
  organizationOf(tenantId: string): string | undefined;
};

/** Who asks, where, and what they may do at this moment: for buttons only, core asks again. */
export type Asker = {
  person: Person;
  roles: readonly Role[];
  conversation: Conversation;
  via: Via;
  /** The message whose card was pressed. */
  pressedOn?: string;
};

/** `about`: what the message is kept true about, once it is sent. */
export type Reply = { card: Card; about?: Pick<ShownCard, 'kind' | 'subject' | 'connectionId'> };

/** The remembered message a press came from; undefined when the bot never sent it. */
export async function pressedCard(
  desk: Pick<Desk, 'shown'>,
  { via, pressedOn }: Asker,
): Promise<ShownCard | undefined> {
  return pressedOn === undefined ? undefined : desk.shown.find(via.conversation ?? '', pressedOn);
}

import type { Person } from '../actors.ts';
import type { Conversation, Conversations } from '../chat.ts';
import { type Connection, type Connections, isPilot } from '../connections.ts';
import type { Subscription } from './subscription.ts';

/** A subscription and what its form offers. */
export type SubscriptionForm = {
  subscription: Subscription;
  isNew: boolean;
  connections: readonly Connection[];
  /** Where else alerts could go that nobody acknowledges. */
  places: readonly Conversation[];
  /** The place where they went cannot be told any more. */
  lostPlace?: true;
};

type Offered = Pick<SubscriptionForm, 'connections' | 'places'>;

export async function choicesFor(
  { connections, conversations }: { connections: Connections; conversations: Pick<Conversations, 'listApproved'> },
  { organization }: Person,
  { id }: Conversation,
): Promise<Offered> {
  const all = await connections.list(organization);
  const approved = await conversations.listApproved(organization);
  return { connections: all.filter(isPilot), places: approved.filter((place) => place.id !== id) };
}

/** A tenant or a place that is gone since would keep the form from ever being saved. */
export function stillThere({ escalate, ...rest }: Subscription, offered: Offered): Omit<SubscriptionForm, 'isNew'> {
  const isOffered = (id: string) => offered.connections.some((connection) => connection.id === id);
  const isLost = escalate && !offered.places.some(({ id }) => id === escalate.conversationId);
  const connections = rest.connections.filter(isOffered);
  return {
    subscription: { ...rest, connections, ...(escalate && !isLost && { escalate }) },
    ...offered,
    ...(isLost && { lostPlace: true }),
  };
}

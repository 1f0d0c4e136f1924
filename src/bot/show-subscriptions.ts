import { subscribedCard, subscriptionFormCard, tenantChoices, unsubscribedCard } from '../cards/subscription.ts';
import { subscriptionsCard } from '../cards/subscriptions.ts';
import type { SubscriptionInput } from '../core/alerts/subscription-input.ts';
import type { Conversation } from '../core/chat.ts';
import { refuse } from '../core/errors.ts';
import type { Asker, Desk, Reply } from './desk.ts';

export async function subscribeHere(desk: Desk, asker: Asker, connectionId?: string): Promise<Reply> {
  const { person, via, conversation } = asker;
  const form = await desk.subscriptions.subscribe(person, via, conversation, connectionId);
  return { card: subscriptionFormCard({ form, conversation, here: conversation.id }) };
}

export async function editSubscription(desk: Desk, asker: Asker, conversationId?: string): Promise<Reply> {
  const conversation = await placeMeant(desk, asker, conversationId);
  const form = await desk.subscriptions.form(asker.person, asker.via, conversation);
  return { card: subscriptionFormCard({ form, conversation, here: asker.conversation.id }) };
}

/** Tenants that the form had no room for stay as they are. */
export async function saveSubscription(desk: Desk, asker: Asker, { conversation: id, ...input }: Filled) {
  const { person, via } = asker;
  const conversation = await placeMeant(desk, asker, id);
  const before = await desk.subscriptions.form(person, via, conversation);
  const offered = tenantChoices(before).map((connection) => connection.id);
  const kept = before.subscription.connections.filter((connection) => !offered.includes(connection));
  const connections = [input.connections, ...kept].filter(Boolean).join(',');
  const form = await desk.subscriptions.save(person, via, conversation, { ...input, connections });
  return { card: subscribedCard({ form, conversation }) };
}

export type Filled = SubscriptionInput & { conversation?: string };

export async function stopDigest(desk: Desk, asker: Asker): Promise<Reply> {
  const { person, via, conversation } = asker;
  const form = await desk.subscriptions.stopDigest(person, via, conversation);
  return { card: subscribedCard({ form, conversation }) };
}

export async function unsubscribe(desk: Desk, asker: Asker, conversationId?: string): Promise<Reply> {
  const id = conversationId ?? asker.conversation.id;
  return { card: unsubscribedCard({ was: await desk.subscriptions.unsubscribe(asker.person, asker.via, id) }) };
}

export async function showSubscriptions(desk: Desk, { person, via }: Asker, page = 1): Promise<Reply> {
  return { card: subscriptionsCard({ listed: await desk.subscriptions.list(person, via), page }) };
}

/** The conversation that a button names, else the one it was pressed in. */
async function placeMeant(desk: Desk, { person, conversation }: Asker, id?: string): Promise<Conversation> {
  if (id === undefined || id === conversation.id) return conversation;
  const found = await desk.conversations.find(id);
  if (found?.organization !== person.organization) refuse('not_found', 'There is no such conversation any more.');
  return found;
}

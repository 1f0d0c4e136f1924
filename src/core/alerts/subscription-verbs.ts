import { type Authorize, gates } from '../access.ts';
import type { Person } from '../actors.ts';
import type { Conversation, Conversations } from '../chat.ts';
import { mayHoldTenantData } from '../chat-door.ts';
import { type Connection, type Connections, requireConnection } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { JournalEntry, Json, Via } from '../journal.ts';
import { defaultTerms, type Subscription } from './subscription.ts';
import { choicesFor, type SubscriptionForm, stillThere } from './subscription-form.ts';
import { requireSomething, type SubscriptionInput, type Terms, termsIn } from './subscription-input.ts';
import type { SubscriptionStore } from './subscription-store.ts';

export type ListedSubscription = {
  subscription: Subscription;
  conversation?: Conversation;
  connections: readonly Connection[];
};

export type SubscriptionVerbs = {
  /** Subscribes the conversation with the defaults, or answers with the subscription it has. */
  subscribe(admin: Person, via: Via, conversation: Conversation, connectionId?: string): Promise<SubscriptionForm>;
  form(admin: Person, via: Via, conversation: Conversation): Promise<SubscriptionForm>;
  save(admin: Person, via: Via, conversation: Conversation, input: SubscriptionInput): Promise<SubscriptionForm>;
  /** Leaves everything else as it is, whatever became of that. */
  stopDigest(admin: Person, via: Via, conversation: Conversation): Promise<SubscriptionForm>;
  /** False when there was none. */
  unsubscribe(admin: Person, via: Via, conversationId: string): Promise<boolean>;
  list(admin: Person, via: Via): Promise<readonly ListedSubscription[]>;
};

export type SubscriptionPorts = {
  authorize: Authorize;
  connections: Connections;
  conversations: Pick<Conversations, 'find' | 'listApproved'>;
  subscriptions: SubscriptionStore;
};

export function subscriptionVerbs(ports: SubscriptionPorts): SubscriptionVerbs {
  const { authorize, connections, conversations, subscriptions } = ports;
  return {
    subscribe: (admin, via, conversation, connectionId) => subscribe(ports, admin, via, conversation, connectionId),
    async form(admin, via, conversation) {
      await authorize(admin, gates.subscribe, via);
      const subscription = (await subscriptions.find(conversation.id)) ?? refuseUnsubscribed();
      return { ...stillThere(subscription, await choicesFor(ports, admin, conversation)), isNew: false };
    },
    async save(admin, via, conversation, input) {
      await authorize(admin, gates.subscribe, via);
      const offered = await choicesFor(ports, admin, conversation);
      const subscription = await store(ports, admin, via, conversation, termsIn(input, offered));
      return { subscription, isNew: false, ...offered };
    },
    async stopDigest(admin, via, conversation) {
      await authorize(admin, gates.subscribe, via);
      const { digestAt: _, ...terms } = termsOf((await subscriptions.find(conversation.id)) ?? refuseUnsubscribed());
      requireSomething(terms);
      const subscription = await store(ports, admin, via, conversation, terms);
      return { subscription, isNew: false, ...(await choicesFor(ports, admin, conversation)) };
    },
    async unsubscribe(admin, via, conversationId) {
      await authorize(admin, gates.subscribe, via);
      const entry = subscriptionEntry(admin, via, { verb: 'unsubscribe', conversation: conversationId });
      return subscriptions.remove(admin.organization, conversationId, entry);
    },
    async list(admin, via) {
      await authorize(admin, gates.subscribe, via);
      const all = await connections.list(admin.organization);
      const listed = await subscriptions.list(admin.organization);
      return Promise.all(listed.map((subscription) => withNames(conversations, all, subscription)));
    },
  };
}

/** A tenant that is named joins those the conversation follows already. */
async function subscribe(
  ports: SubscriptionPorts,
  admin: Person,
  via: Via,
  conversation: Conversation,
  connectionId?: string,
): Promise<SubscriptionForm> {
  await ports.authorize(admin, gates.subscribe, via);
  const offered = await choicesFor(ports, admin, conversation);
  const known = await ports.subscriptions.find(conversation.id);
  const follows = connectionId === undefined || known?.connections.includes(connectionId);
  if (known && follows) return { ...stillThere(known, offered), isNew: false };
  const { id } = await requireConnection(ports.connections, admin, connectionId);
  const terms = known ?? { ...defaultTerms, connections: [] };
  const more = { ...termsOf(terms), connections: [...terms.connections, id] };
  return { subscription: await store(ports, admin, via, conversation, more), isNew: !known, ...offered };
}

function termsOf({ connections, levels, zone, quiet, digestAt, escalate }: Terms): Terms {
  return {
    connections,
    levels,
    zone,
    ...(quiet && { quiet }),
    ...(digestAt && { digestAt }),
    ...(escalate && { escalate }),
  };
}

function store(ports: SubscriptionPorts, admin: Person, via: Via, conversation: Conversation, terms: Terms) {
  requireOwnPlace(admin, conversation);
  const { organization, oid, name } = admin;
  const entry = subscriptionEntry(admin, via, { verb: 'subscribe', conversation: conversation.id, ...terms });
  const wanted = { organization, conversationId: conversation.id, ...terms, createdBy: { oid, name } };
  return ports.subscriptions.save(wanted, entry);
}

async function withNames(
  conversations: Pick<Conversations, 'find'>,
  all: readonly Connection[],
  subscription: Subscription,
): Promise<ListedSubscription> {
  const conversation = await conversations.find(subscription.conversationId);
  const connections = all.filter(({ id }) => subscription.connections.includes(id));
  return { subscription, ...(conversation && { conversation }), connections };
}

/** Tenant data comes here unasked from now on. */
function requireOwnPlace({ organization }: Person, conversation: Conversation): void {
  if (conversation.organization === organization && mayHoldTenantData(conversation, ['admin'])) return;
  refuse('not_allowed', 'This conversation is not approved for tenant data. Write "approve" here first.');
}

function subscriptionEntry(actor: Person, via: Via, detail: Record<string, unknown>): JournalEntry {
  return { type: 'subscription', organization: actor.organization, actor, via, detail: detail as Record<string, Json> };
}

function refuseUnsubscribed(): never {
  refuse('precondition_failed', 'This conversation is not subscribed to anything. Write "subscribe" first.');
}

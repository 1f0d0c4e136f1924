import type { Card } from '../cards/card.ts';
import type { Chat, Conversation, Delivery, NewCard } from '../core/chat.ts';
import { type ConsentRequest, consentIdIn } from '../core/consent/consent-request.ts';
import type { Operation } from '../core/operations/operation.ts';
import { subjectOf } from '../core/operations/subjects.ts';
import { cardActivity } from './card-activity.ts';
import type { Connector, Sent } from './connector.ts';
import type { Asker, Desk } from './desk.ts';
import { showConsent } from './show-connect.ts';
import { showOperation } from './show-operations.ts';
import { showPosture } from './show-posture.ts';
import { showRisky } from './show-threats.ts';
import { showTokenPolicies } from './show-token-policies.ts';

/** Renders what a shown card is about at the moment it is sent, for whoever asked for the card. */
export function chatPort(desk: Desk, connector: Connector, botId: string): Chat {
  return {
    async editCard(card, operation) {
      const place = await placeOf(desk, card, botId);
      if (!place) return unreachable;
      const activity = await activityFor(desk, card, place.conversation, operation);
      return toDelivery(await connector.updateActivity(place.ref, card.activityId, activity));
    },
    async sendCard(card, operation) {
      const place = await placeOf(desk, card, botId);
      if (!place) return unreachable;
      const activity = await activityFor(desk, card, place.conversation, operation);
      return toDelivery(await connector.sendActivity(place.ref, activity));
    },
  };
}

const unreachable: Delivery = { kind: 'conversationGone', why: 'not reachable any more' };

async function placeOf(desk: Desk, { conversationId }: NewCard, botId: string) {
  const conversation = await desk.conversations.find(conversationId);
  if (!conversation || conversation.disabled) return undefined;
  const { id, serviceUrl, tenantId } = conversation;
  return { conversation, ref: { serviceUrl, conversationId: id, botId, tenantId } };
}

async function activityFor(desk: Desk, card: NewCard, conversation: Conversation, operation: Operation | undefined) {
  const asker = await askerOf(desk, card, conversation);
  return cardActivity(await render(desk, asker, card, operation));
}

async function askerOf(desk: Desk, card: NewCard, conversation: Conversation): Promise<Asker> {
  const { organization, askedBy: oid, conversationId } = card;
  const person = { kind: 'person', organization, tenantId: conversation.tenantId, oid, name: '' } as const;
  return {
    person,
    conversation,
    roles: await desk.rolesOf(person),
    via: { channel: 'system', conversation: conversationId },
  };
}

async function render(desk: Desk, asker: Asker, card: NewCard, operation: Operation | undefined): Promise<Card> {
  if (operation && subjectOf(operation) === card.subject) return showOperation(desk, asker, operation).card;
  const consent = await consentOf(desk, card);
  if (consent) return showConsent(desk, consent).card;
  const { connectionId } = card;
  if (card.kind === 'risky') return (await showRisky(desk, asker, undefined, { connectionId })).card;
  if (card.kind === 'tokenPolicies') return (await showTokenPolicies(desk, asker, { connectionId })).card;
  return (await showPosture(desk, asker, undefined, { connectionId })).card;
}

async function consentOf(desk: Desk, { organization, subject }: NewCard): Promise<ConsentRequest | undefined> {
  const id = consentIdIn(subject);
  return id === undefined ? undefined : desk.consents.find(organization, id);
}

function toDelivery(sent: Sent): Delivery {
  switch (sent.kind) {
    case 'sent':
      return { kind: 'delivered', activityId: sent.activityId };
    case 'retry':
      return sent.afterMs === undefined ? { kind: 'retry' } : { kind: 'retry', afterMs: sent.afterMs };
    case 'unknown':
      return { kind: 'retry' };
    case 'gone':
      return { kind: 'conversationGone', why: 'Teams says the conversation is gone.' };
    default:
      return { kind: 'failed', why: sent.kind };
  }
}

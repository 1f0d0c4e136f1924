import type { Card } from '../cards/card.ts';
import type { Chat, Delivery, ShownCard } from '../core/chat.ts';
import { type Operation, subjectOf } from '../core/operations/operation.ts';
import type { Connector, Sent } from './connector.ts';
import type { Asker, Desk } from './desk.ts';
import { cardActivity } from './handlers.ts';
import { showOperation } from './show-operations.ts';
import { showPosture } from './show-posture.ts';

/** Renders what a shown card is about at the moment it is sent, for whoever asked for the card. */
export function chatPort(desk: Desk, connector: Connector, botId: string): Chat {
  return {
    async editCard(card, operation) {
      const conversation = await desk.conversations.find(card.conversationId);
      if (!conversation || conversation.disabled) return { kind: 'conversationGone', why: 'not reachable any more' };
      const { serviceUrl, tenantId } = conversation;
      const ref = { serviceUrl, conversationId: conversation.id, botId, tenantId };
      const asker = await askerOf(desk, card, conversation);
      const activity = cardActivity(await render(desk, asker, card, operation));
      return toDelivery(await connector.updateActivity(ref, card.activityId, activity));
    },
  };
}

async function askerOf(desk: Desk, card: ShownCard, conversation: Asker['conversation']): Promise<Asker> {
  const { organization, askedBy: oid, conversationId } = card;
  const person = { kind: 'person', organization, tenantId: conversation.tenantId, oid, name: '' } as const;
  return {
    person,
    conversation,
    roles: await desk.rolesOf(person),
    via: { channel: 'system', conversation: conversationId },
  };
}

async function render(desk: Desk, asker: Asker, card: ShownCard, operation: Operation | undefined): Promise<Card> {
  if (operation && subjectOf(operation) === card.subject) return showOperation(desk, asker, operation).card;
  const reply = await showPosture(desk, asker, undefined, { connectionId: card.connectionId });
  return reply.card;
}

function toDelivery(sent: Sent): Delivery {
  switch (sent.kind) {
    case 'sent':
      return { kind: 'delivered' };
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

import { approvedCard } from '../cards/approved.ts';
import type { Card } from '../cards/card.ts';
import { withRepeatNote } from '../cards/repeat-note.ts';
import type { Chat, Conversation, Delivery, NewCard } from '../core/chat.ts';
import { mayHoldTenantData } from '../core/chat-door.ts';
import { type ConsentRequest, consentIdIn } from '../core/consent/consent-request.ts';
import { within } from '../core/deadline.ts';
import type { Operation } from '../core/operations/operation.ts';
import { subjectOf } from '../core/operations/subjects.ts';
import { type Plan, planIdIn } from '../core/plans/plan.ts';
import { cardActivity, textActivity } from './card-activity.ts';
import type { Connector, ConversationRef, Sent } from './connector.ts';
import type { Asker, Desk } from './desk.ts';
import { showConsent } from './show-connect.ts';
import { showOperation } from './show-operations.ts';
import { showPlan } from './show-plan.ts';
import { showPosture } from './show-posture.ts';
import { showRisky } from './show-threats.ts';
import { showTokenPolicies } from './show-token-policies.ts';
import { isTold, renderTold } from './told.ts';

/** With the connector's ten seconds less than an outbox item's lease: nobody else sends the same meanwhile. */
const renderMs = 15_000;

/** Renders what a shown card is about at the moment it is sent, for whoever asked for the card. */
export function chatPort(desk: Desk, connector: Connector, botId: string): Chat {
  return {
    async editCard(card, operation) {
      const place = await placeOf(desk, card, botId);
      if (!place) return unreachable;
      const shown = await renderInTime(desk, card, place.conversation, operation);
      if (!shown) return { kind: 'retry' };
      if (shown === withheld) return unapproved;
      return toDelivery(await connector.updateActivity(place.ref, card.activityId, cardActivity(shown)));
    },
    async sendCard(card, operation, mayRepeat) {
      const place = await placeOf(desk, card, botId);
      if (!place) return unreachable;
      const shown = await renderInTime(desk, card, place.conversation, operation);
      if (!shown) return { kind: 'retry' };
      if (shown === withheld) return unapproved;
      return toDelivery(await send(connector, place.ref, mayRepeat ? withRepeatNote(shown) : shown, card.thread));
    },
  };
}

/** What is too large for Teams is told in its one sentence. */
async function send(connector: Connector, ref: ConversationRef, card: Card, thread?: string): Promise<Sent> {
  const sent = await connector.sendActivity(ref, cardActivity(card), thread);
  return sent.kind === 'too-large' ? connector.sendActivity(ref, textActivity(card), thread) : sent;
}

const unreachable: Delivery = { kind: 'conversationGone', why: 'not reachable any more' };
/** Tenant data that may not go there any more. */
const withheld = 'withheld';
const unapproved: Delivery = { kind: 'failed', why: 'not approved for tenant data any more' };

async function placeOf(desk: Desk, card: NewCard, botId: string) {
  const conversation = await desk.conversations.find(card.conversationId);
  if (!conversation || conversation.disabled) return undefined;
  if (isTold(card) && !(await mayBeTold(desk, card, conversation))) return undefined;
  const { id, serviceUrl, tenantId } = conversation;
  return { conversation, ref: { serviceUrl, conversationId: id, botId, tenantId } };
}

/** Approval and roles can be gone since the conversation was subscribed. */
async function mayBeTold(desk: Desk, card: NewCard, conversation: Conversation): Promise<boolean> {
  return mayHoldTenantData(conversation, (await askerOf(desk, card, conversation)).roles);
}

function renderInTime(desk: Desk, card: NewCard, conversation: Conversation, operation: Operation | undefined) {
  return within(desk.runtime, renderMs, renderApproved(desk, card, conversation, operation));
}

async function renderApproved(
  desk: Desk,
  card: NewCard,
  conversation: Conversation,
  operation: Operation | undefined,
): Promise<Card | typeof withheld> {
  const asker = await askerOf(desk, card, conversation);
  if (card.kind === 'approval') return approvedCard(conversation);
  return mayHoldTenantData(conversation, asker.roles) ? render(desk, asker, card, operation) : withheld;
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
  const told = await renderTold(desk, card);
  if (told) return told;
  if (operation && subjectOf(operation) === card.subject) return showOperation(desk, asker, operation).card;
  const consent = await consentOf(desk, card);
  if (consent) return showConsent(desk, consent).card;
  const plan = await planOf(desk, card);
  if (plan) return (await showPlan(desk, asker, plan)).card;
  const { connectionId } = card;
  if (card.kind === 'risky') return (await showRisky(desk, asker, undefined, { connectionId })).card;
  if (card.kind === 'tokenPolicies') return (await showTokenPolicies(desk, asker, { connectionId })).card;
  return (await showPosture(desk, asker, undefined, { connectionId })).card;
}

async function planOf(desk: Desk, { organization, subject }: NewCard): Promise<Plan | undefined> {
  const id = planIdIn(subject);
  return id === undefined ? undefined : desk.plans.find(organization, id);
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
      return { kind: 'unknown' };
    case 'drop-message':
      return { kind: 'messageGone' };
    case 'gone':
      return { kind: 'conversationGone', why: 'Teams says the conversation is gone.' };
    case 'too-large':
      return { kind: 'failed', why: 'Teams says the message is too large.' };
    default:
      return { kind: 'failed', why: `Teams refused the message${sent.status ? ` (${sent.status})` : ''}.` };
  }
}

import type { Activity, Handled } from './activity.ts';
import { placeName, readText } from './activity.ts';
import type { Connector } from './connector.ts';
import type { Turn } from './turn.ts';

/** What the handlers see of an activity: plain values, and a way to answer that outlives the request. */
export function openTurn(kind: Handled, activity: Activity, connector: Connector): Turn {
  const { conversation, from, recipient } = activity;
  const place = {
    serviceUrl: activity.serviceUrl,
    conversationId: conversation.id,
    botId: recipient.id,
    tenantId: conversation.tenantId,
  };
  const replyTo = kind === 'message' ? activity.id : undefined;
  return {
    activityId: activity.id,
    conversation: {
      id: conversation.id,
      type: conversation.conversationType,
      tenantId: conversation.tenantId,
      name: placeName(activity),
    },
    from: { id: from.id, aadObjectId: from.aadObjectId ?? undefined, name: from.name ?? undefined },
    botId: recipient.id,
    text: readText(activity),
    replyToId: activity.replyToId ?? undefined,
    serviceUrl: activity.serviceUrl,
    async send(outgoing) {
      const sent = await connector.sendActivity(place, outgoing, replyTo);
      if (sent.kind !== 'sent') {
        throw new Error(`The connector did not take the message (${sent.kind}).`);
      }
      return { activityId: sent.activityId };
    },
    async typing() {
      await connector.sendActivity(place, { type: 'typing' });
    },
  };
}

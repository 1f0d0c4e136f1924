import type { Conversations, ShownCards } from '../core/chat.ts';
import { cardActivity } from './card-activity.ts';
import type { Connector } from './connector.ts';
import type { Asker, Reply } from './desk.ts';

type PrivatePorts = { connector: Connector; botId: string; conversations: Conversations; shown: ShownCards };

/** Writes to the person alone, wherever the question came from. False when Teams does not let the bot. */
export type WritePrivately = (asker: Asker, answer: (inPrivate: Asker) => Promise<Reply>) => Promise<boolean>;

export function privateMessages({ connector, botId, conversations, shown }: PrivatePorts): WritePrivately {
  async function privateAsker(asker: Asker): Promise<Asker | undefined> {
    const { person, conversation, userId } = asker;
    if (conversation.type === 'personal') return asker;
    const { serviceUrl } = conversation;
    const opened = await connector.createConversation({
      serviceUrl,
      userId: userId ?? '',
      botId,
      tenantId: person.tenantId,
    });
    if (opened.kind !== 'opened') return undefined;
    const { organization, tenantId } = person;
    const place = { id: opened.conversationId, organization, tenantId, type: 'personal', serviceUrl } as const;
    const found = await conversations.remember(place);
    return { ...asker, conversation: found, via: { ...asker.via, conversation: found.id } };
  }

  return async function writePrivately(asker, answer) {
    const inPrivate = await privateAsker(asker);
    if (!inPrivate) return false;
    const { card, about } = await answer(inPrivate);
    const { id: conversationId, serviceUrl, tenantId } = inPrivate.conversation;
    const sent = await connector.sendActivity({ serviceUrl, conversationId, botId, tenantId }, cardActivity(card));
    if (sent.kind !== 'sent') return false;
    const { organization, oid } = asker.person;
    if (about)
      await shown.remember({ ...about, organization, conversationId, activityId: sent.activityId, askedBy: oid });
    return true;
  };
}

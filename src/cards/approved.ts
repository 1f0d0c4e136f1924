import type { Conversation } from '../core/chat.ts';
import type { Card } from './card.ts';
import { messageCard } from './message.ts';

/** What a conversation was opened for. */
export function approvedCard({ operators }: Pick<Conversation, 'operators'>): Card {
  const notices = operators ? " The operators' notices come here as well, and no longer elsewhere." : '';
  return messageCard({
    tone: 'info',
    title: 'This conversation is approved',
    text: `I may show tenant data here: whoever can read this conversation can read it.${notices}`,
    fix: 'To close it again, remove me from this conversation.',
  });
}

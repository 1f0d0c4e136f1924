import type { Conversation } from '../core/chat.ts';
import type { Card } from './card.ts';
import { messageCard } from './message.ts';

/** What a conversation is open for, with the way to close it again. */
export function approvedCard({ approved, operators }: Pick<Conversation, 'approved' | 'operators'>): Card {
  return approved ? openCard(operators) : closedCard;
}

function openCard(operators: boolean): Card {
  const notices = operators ? " The operators' notices come here as well, and no longer elsewhere." : '';
  return messageCard({
    tone: 'info',
    title: 'This conversation is approved',
    text: `I may show tenant data here: whoever can read this conversation can read it.${notices}`,
    actions: [{ title: 'Withdraw approval', verb: 'conversation.withdraw' }],
  });
}

const closedCard = messageCard({
  tone: 'info',
  title: 'The approval is withdrawn',
  text: "I show no tenant data here any more, and the operators' notices do not come here. What was shown before stays in the history of this conversation.",
  fix: 'An admin opens it again by writing "approve".',
});

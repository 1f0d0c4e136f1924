import { type NewCard, toldKinds } from '../core/chat.ts';
import { mayReceive } from './alerts/may-receive.ts';
import type { Executor } from './database.ts';

/** Why the message must not go out, as of the transaction that marks the attempt; undefined while it may. */
export async function whyNotSend(tx: Executor, card: NewCard): Promise<string | undefined> {
  const conversation = await tx.db
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', card.conversationId)
    .executeTakeFirst();
  if (conversation?.disabled) return conversation.disabled;
  return isUnasked(card) && !(await mayReceive(tx, card))
    ? 'The conversation is not subscribed to this any more.'
    : undefined;
}

/** A card that somebody asked for is theirs, wherever alerts go by themselves. */
function isUnasked({ kind, basis, askedBy }: NewCard): boolean {
  return toldKinds.includes(kind) && (basis !== undefined || askedBy === '');
}

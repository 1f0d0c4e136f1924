import type { NewCard } from '../core/chat.ts';
import type { Executor } from './database.ts';

/** Why the message must not go out, as of the transaction that marks the attempt; undefined while it may. */
export async function whyNotSend({ db }: Executor, { conversationId }: NewCard): Promise<string | undefined> {
  const conversation = await db
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', conversationId)
    .executeTakeFirst();
  return conversation?.disabled ?? undefined;
}

import type { NewCard } from '../../core/chat.ts';
import type { Executor } from '../database.ts';
import { type Audience, audienceOf } from './audience.ts';

type Card = Pick<NewCard, 'organization' | 'conversationId' | 'connectionId' | 'kind' | 'basis'>;

/** Whether the conversation may still be sent this, asked in the transaction that marks the attempt. */
export async function mayReceive(tx: Executor, card: Card): Promise<boolean> {
  const audience = await audienceOf(tx, card.organization, card.conversationId);
  if (card.basis === 'operators') return audience.isOperators;
  return follows(audience, card) || (card.basis === undefined && audience.isOperators);
}

/** A digest may be of many connections: each of its pages shows only what may be seen. */
function follows({ connections }: Audience, { kind, connectionId }: Card): boolean {
  return kind === 'alert' ? connections.has(connectionId) : connections.size > 0;
}

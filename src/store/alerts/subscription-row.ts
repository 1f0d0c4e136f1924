import type { Subscription } from '../../core/alerts/subscription.ts';
import { parse } from '../json.ts';
import type { SubscriptionRow } from './tables.ts';

type Terms = Omit<Subscription, 'createdAt' | 'organization' | 'conversationId'>;

export function subscriptionFromRow(row: SubscriptionRow): Subscription {
  const { organization, conversation_id: conversationId, terms, created_at: createdAt } = row;
  return { organization, conversationId, ...parse<Terms>(terms), createdAt };
}

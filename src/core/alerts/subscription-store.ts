import type { JournalEntry } from '../journal.ts';
import type { Subscription } from './subscription.ts';

export type SubscriptionStore = {
  find(conversationId: string): Promise<Subscription | undefined>;
  /** Of one organization, oldest first. */
  list(organization: string): Promise<readonly Subscription[]>;
  /** Adds it, or changes the one of that conversation. A new one is told what is open now. */
  save(subscription: Omit<Subscription, 'createdAt'>, entry: JournalEntry): Promise<Subscription>;
  /** False when there was none. */
  remove(organization: string, conversationId: string, entry: JournalEntry): Promise<boolean>;
};

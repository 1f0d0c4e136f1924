import { mayHoldAlerts } from '../../core/alerts/subscription.ts';
import { conversationFromRow } from '../conversations.ts';
import type { Executor } from '../database.ts';
import { listSubscriptions } from './subscriptions.ts';

/** What a conversation may be told unasked, now. */
export type Audience = {
  /** It, or a conversation that escalates to it, follows these connections. */
  connections: ReadonlySet<string>;
  /** It gets the organization's high alerts that nobody follows. */
  isOperators: boolean;
};

const nobody: Audience = { connections: new Set(), isOperators: false };

export async function audienceOf(tx: Executor, organization: string, conversationId: string): Promise<Audience> {
  const found = tx.db.selectFrom('conversations').selectAll().where('id', '=', conversationId);
  const row = await found.where('organization', '=', organization).executeTakeFirst();
  if (!row || !mayHoldAlerts(conversationFromRow(row))) return nobody;
  const reaching = (await listSubscriptions(tx, organization)).filter(
    (one) => one.conversationId === conversationId || one.escalate?.conversationId === conversationId,
  );
  return { connections: new Set(reaching.flatMap(({ connections }) => connections)), isOperators: row.operators === 1 };
}

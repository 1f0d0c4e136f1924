import { type Alert, alertState } from '../../core/alerts/alert.ts';
import { alertDigestIdIn, alertIdIn } from '../../core/alerts/subjects.ts';
import { wants } from '../../core/alerts/subscription.ts';
import type { NewCard } from '../../core/chat.ts';
import type { Executor } from '../database.ts';
import { lockRoutingFacts } from './routing-facts.ts';
import { findAlerts } from './rows.ts';
import { tell } from './tell.ts';

/**
 * What a conversation could not be told goes to the operators as far as it is high and nobody else follows it. Those
 * who do follow what was escalated have left it lying.
 */
export async function toOperators(
  tx: Executor,
  card: Pick<NewCard, 'organization' | 'subject' | 'basis' | 'note'>,
): Promise<void> {
  if (card.basis === 'operators' || card.note) return;
  const alerts = await alertsOn(tx, card.subject);
  const open = alerts.filter((alert) => alert.level === 'high' && alertState(alert, 0) === 'open');
  if (open.length === 0) return;
  const facts = await lockRoutingFacts(tx, card.organization);
  const { operators } = facts;
  if (!operators) return;
  const isFollowed = (alert: Alert) => facts.places.some(({ subscription }) => wants(subscription, alert));
  const alone = card.basis === 'escalation' ? open : open.filter((alert) => !isFollowed(alert));
  await tell(
    tx,
    alone.map((alert) => ({ alert, to: operators.id, basis: 'operators' })),
    facts,
  );
}

async function alertsOn(tx: Executor, subject: string): Promise<readonly Alert[]> {
  const alertId = alertIdIn(subject);
  if (alertId !== undefined) return findAlerts(tx, [alertId]);
  const digestId = alertDigestIdIn(subject) ?? '';
  const items = tx.db.selectFrom('alert_digest_items').select('alert_id').where('digest_id', '=', digestId);
  return findAlerts(
    tx,
    (await items.execute()).map(({ alert_id }) => alert_id),
  );
}

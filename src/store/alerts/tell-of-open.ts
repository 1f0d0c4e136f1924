import type { Subscription } from '../../core/alerts/subscription.ts';
import type { Executor } from '../database.ts';
import { lockRoutingFacts } from './routing-facts.ts';
import { alertFromRow } from './rows.ts';
import { tell } from './tell.ts';

/** A conversation that starts to follow a connection gets one digest of what is open there already. */
export async function tellOfOpenAlerts(
  tx: Executor,
  { organization, conversationId, connections }: Subscription,
  before: readonly string[],
): Promise<void> {
  const added = connections.filter((id) => !before.includes(id));
  if (added.length === 0) return;
  const own = tx.db.selectFrom('alerts').select('body').where('organization', '=', organization);
  const rows = await own.where('connection_id', 'in', added).where('closed_at', 'is', null).orderBy('id').execute();
  const { operators: _nobodyElse, places, ...facts } = await lockRoutingFacts(tx, organization, true);
  const here = places.filter(({ subscription }) => subscription.conversationId === conversationId);
  await tell(
    tx,
    rows.map((row) => ({ alert: alertFromRow(row) })),
    { ...facts, places: here },
  );
}

import { randomUUID } from 'node:crypto';
import { type Place, type RoutingFacts, stormMs, type Traffic } from '../../core/alerts/route.ts';
import { mayHoldAlerts } from '../../core/alerts/subscription.ts';
import { conversationFromRow, findOperators } from '../conversations.ts';
import type { Executor } from '../database.ts';
import { subscriptionFromRow } from './subscription-row.ts';
import type { AlertDigestRow } from './tables.ts';

/** What routing goes by, held until the transaction ends: two of them never count the same conversation at once. */
export async function lockRoutingFacts(tx: Executor, organization: string, isFirst = false): Promise<RoutingFacts> {
  const places = await lockPlaces(tx, organization);
  const operators = await findOperators(tx, organization);
  const now = await tx.now();
  return {
    places,
    ...(operators && { operators }),
    traffic: await trafficOf(tx, organization, now),
    isFirst,
    now,
    newId: () => randomUUID().replaceAll('-', '').slice(0, 26),
  };
}

async function lockPlaces({ db, dialect }: Executor, organization: string): Promise<readonly Place[]> {
  const own = db.selectFrom('subscriptions').selectAll().where('organization', '=', organization);
  const rows = await own.orderBy('conversation_id').modifyEnd(dialect.forUpdate).execute();
  const ids = rows.map(({ conversation_id }) => conversation_id);
  if (ids.length === 0) return [];
  const found = await db.selectFrom('conversations').selectAll().where('id', 'in', ids).execute();
  const conversations = new Map(found.map((row) => [row.id, conversationFromRow(row)]));
  return rows.flatMap((row) => {
    const conversation = conversations.get(row.conversation_id);
    const isThere = conversation?.organization === organization && mayHoldAlerts(conversation);
    return isThere ? [{ subscription: subscriptionFromRow(row), conversation }] : [];
  });
}

async function trafficOf({ db }: Executor, organization: string, now: number): Promise<RoutingFacts['traffic']> {
  const lately = now - stormMs;
  const places = db.selectFrom('conversations').select('id').where('organization', '=', organization);
  const singles = await db
    .selectFrom('alert_posts')
    .select(({ fn }) => ['conversation_id', fn.countAll<number>().as('count')])
    .where('conversation_id', 'in', places)
    .where('posted_at', '>', lately)
    .where('digest_id', 'is', null)
    .groupBy('conversation_id')
    .execute();
  const digests = await db
    .selectFrom('alert_digests')
    .selectAll()
    .where('organization', '=', organization)
    .where((eb) => eb.or([eb('last_at', '>', lately), eb('opens_at', '>', lately)]))
    .orderBy('opened_at')
    .execute();
  const traffic = new Map<string, Traffic>(
    singles.map(({ conversation_id, count }) => [conversation_id, { singles: Number(count) }]),
  );
  for (const digest of digests) {
    const known = traffic.get(digest.conversation_id) ?? { singles: 0 };
    traffic.set(digest.conversation_id, { ...known, ...takingIn(digest, now) });
  }
  return traffic;
}

/** What was held back and has gone out takes nothing more in. */
function takingIn({ id, why, opens_at: opensAt }: AlertDigestRow, now: number): Partial<Traffic> {
  if (why === 'quiet') return opensAt > now ? { held: { id, opensAt } } : {};
  return why === 'first' ? { first: id } : { counting: id };
}

import { minutesOf, nextAt } from '../../core/alerts/quiet-hours.ts';
import type { Subscription } from '../../core/alerts/subscription.ts';
import type { Connection } from '../../core/connections.ts';
import { digestSubject, type Score } from '../../core/digest/daily-digest.ts';
import type { DigestSpan, DigestStore } from '../../core/digest/digest-verbs.ts';
import { alertFromRow } from '../alerts/rows.ts';
import { subscriptionFromRow } from '../alerts/subscription-row.ts';
import type { Database, Executor } from '../database.ts';
import { newestScores, scoreBefore } from '../drift/scores.ts';
import { claimDue, finish, plan } from '../due.ts';
import { parseOptional } from '../json.ts';
import { operationFromRow } from '../operations/operation-row.ts';
import { queueNewCard } from '../outbox-queue.ts';
import { present } from '../present.ts';

const digestKind = 'digest';
/** The one on which clocks are put back. */
const longestDayMs = 25 * 3_600_000;
const postedAtOnce = 10;

export function digestStore({ outside, write }: Database): DigestStore {
  return {
    post: () => write(post),
    sinceOf: (conversationId, at) => sinceOf(outside, conversationId, at),
    happenings: (connection, span) => happenings(outside, connection, span),
  };
}

/** Inside the transaction that changes the subscription. */
export async function scheduleDigest(tx: Executor, { conversationId, zone, digestAt }: Subscription): Promise<void> {
  if (digestAt === undefined) return unscheduleDigest(tx, conversationId);
  await plan(tx, digestKind, conversationId, nextAt(zone, minutesOf(digestAt), await tx.now()));
}

export async function unscheduleDigest({ db }: Executor, conversationId: string): Promise<void> {
  await db.deleteFrom('due').where('kind', '=', digestKind).where('key', '=', conversationId).execute();
}

/** Claimed and finished in one transaction: nobody else can post the same digest, and nobody can lose it. */
async function post(tx: Executor): Promise<number> {
  const items = await claimDue(tx, digestKind, postedAtOnce, 0);
  for (const item of items) {
    const found = tx.db.selectFrom('subscriptions').selectAll().where('conversation_id', '=', item.key);
    const row = await found.executeTakeFirst();
    const subscription = row && subscriptionFromRow(row);
    if (subscription?.digestAt === undefined) await unscheduleDigest(tx, item.key);
    else await postOne(tx, item, subscription, subscription.digestAt);
  }
  return items.length;
}

async function postOne(
  tx: Executor,
  item: Parameters<typeof finish>[1],
  { organization, conversationId, connections, zone, createdAt, createdBy }: Subscription,
  digestAt: string,
): Promise<void> {
  const now = await tx.now();
  const since = (await lastPosted(tx, conversationId)) ?? Math.max(createdAt, now - longestDayMs);
  await tx.db
    .insertInto('daily_digests')
    .values({
      ...{ conversation_id: conversationId, at: now, organization, since_at: since },
      scores: JSON.stringify(await newestScores(tx, connections)),
    })
    .execute();
  await queueNewCard(tx, {
    ...{ organization, conversationId, kind: 'digest', subject: digestSubject(conversationId, now) },
    ...{ connectionId: connections[0] ?? '', basis: 'subscription' },
    askedBy: (await isPersonal(tx, conversationId)) ? createdBy.oid : '',
  });
  await finish(tx, item, nextAt(zone, minutesOf(digestAt), now) - now, false);
}

/** In a channel the buttons are nobody's; a 1:1 chat is its owner's. */
async function isPersonal({ db }: Executor, id: string): Promise<boolean> {
  const found = db.selectFrom('conversations').select('type').where('id', '=', id);
  return (await found.executeTakeFirst())?.type === 'personal';
}

async function lastPosted({ db }: Executor, conversationId: string): Promise<number | undefined> {
  const own = db.selectFrom('daily_digests').select('at').where('conversation_id', '=', conversationId);
  return (await own.orderBy('at', 'desc').limit(1).executeTakeFirst())?.at;
}

async function sinceOf({ db }: Executor, conversationId: string, at: number): Promise<number | undefined> {
  const own = db.selectFrom('daily_digests').select('since_at').where('conversation_id', '=', conversationId);
  return (await own.where('at', '=', at).executeTakeFirst())?.since_at;
}

/** What the digest that was due then told of the connection's settings. */
async function toldScore({ db }: Executor, conversationId: string, at: number, connectionId: string) {
  const own = db.selectFrom('daily_digests').select('scores').where('conversation_id', '=', conversationId);
  const row = await own.where('at', '=', at).executeTakeFirst();
  return parseOptional<Record<string, Score>>(row?.scores ?? null)?.[connectionId];
}

async function happenings(executor: Executor, { id, organization }: Connection, span: DigestSpan) {
  const { db } = executor;
  const { conversationId, since, at } = span;
  const alerts = db
    .selectFrom('alerts')
    .select('body')
    .where('organization', '=', organization)
    .where('connection_id', '=', id)
    .orderBy('opened_at', 'desc');
  const opened = await alerts.where('opened_at', '>=', since).where('opened_at', '<', at).execute();
  const closed = await alerts.where('closed_at', '>=', since).where('closed_at', '<', at).execute();
  const operations = await db
    .selectFrom('operations')
    .selectAll()
    .where('organization', '=', organization)
    .where('connection_id', '=', id)
    .where('state', '=', 'ended')
    .where('intent_seq', 'is not', null)
    .where('ended_at', '>=', since)
    .where('ended_at', '<', at)
    .orderBy('intent_seq', 'desc')
    .execute();
  return {
    ...present('score', await toldScore(executor, conversationId, at, id)),
    ...present(
      'before',
      (await toldScore(executor, conversationId, since, id)) ?? (await scoreBefore(executor, id, since)),
    ),
    opened: opened.map(alertFromRow),
    closed: closed.map(alertFromRow),
    operations: operations.map(operationFromRow),
  };
}

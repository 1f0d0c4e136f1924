import { alertDigestSubject, alertSubject } from '../core/alerts/subjects.ts';
import { type ShownCard, toldKinds } from '../core/chat.ts';
import { digestSubject } from '../core/digest/daily-digest.ts';
import { dayMs } from '../core/time.ts';
import type { Executor } from './database.ts';
import { slices } from './slices.ts';

const deadLettersKeptMs = 30 * dayMs;
/** However long ago somebody asked for a list, every outcome would edit it, and all of those before it. */
const askedCardsKeptMs = 30 * dayMs;
const denialsKeptMs = dayMs;
const alertsKeptMs = 90 * dayMs;
const atOnce = 500;

export async function forgetOld(tx: Executor): Promise<boolean> {
  const now = await tx.now();
  const ended = now - alertsKeptMs;
  const forgotten = [
    await forgetDeadLetters(tx, now - deadLettersKeptMs),
    await forgetAlerts(tx, ended),
    await forgetPosts(tx, ended),
    await forgetAlertDigests(tx, ended),
    await forgetDailyDigests(tx, ended),
    await forgetAskedCards(tx, now - askedCardsKeptMs),
    await forgetDenials(tx, now - denialsKeptMs),
  ];
  return forgotten.includes(atOnce);
}

async function forgetDeadLetters({ db }: Executor, before: number): Promise<number> {
  const old = db.selectFrom('outbox').select('id').where('dead_at', '<', before).limit(atOnce);
  return (await db.deleteFrom('outbox').where('id', 'in', old).returning('id').execute()).length;
}

async function forgetAlerts(tx: Executor, before: number): Promise<number> {
  const old = tx.db.selectFrom('alerts').select('id').where('closed_at', '<', before).limit(atOnce);
  const gone = await tx.db.deleteFrom('alerts').where('id', 'in', old).returning('id').execute();
  return forgetCards(
    tx,
    gone.map(({ id }) => alertSubject(id)),
  );
}

/** Those that wait to be told further are left. */
async function forgetPosts({ db }: Executor, before: number): Promise<number> {
  const told = db.selectFrom('alert_posts').select('id').where('posted_at', '<', before);
  const old = told.where('escalate_at', 'is', null).limit(atOnce);
  return (await db.deleteFrom('alert_posts').where('id', 'in', old).returning('id').execute()).length;
}

/** With what stood in it, once no alert of it is kept. */
async function forgetAlertDigests(tx: Executor, before: number): Promise<number> {
  const old = tx.db
    .selectFrom('alert_digests')
    .select('id')
    .where('last_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('alert_digest_items')
            .innerJoin('alerts', 'alerts.id', 'alert_digest_items.alert_id')
            .select('alerts.id')
            .whereRef('digest_id', '=', 'alert_digests.id'),
        ),
      ),
    )
    .limit(atOnce);
  const gone = await tx.db.deleteFrom('alert_digests').where('id', 'in', old).returning('id').execute();
  const ids = gone.map(({ id }) => id);
  if (ids.length > 0) await tx.db.deleteFrom('alert_digest_items').where('digest_id', 'in', ids).execute();
  return forgetCards(tx, ids.map(alertDigestSubject));
}

/** One a day and conversation: never many. */
async function forgetDailyDigests(tx: Executor, before: number): Promise<number> {
  const old = tx.db.deleteFrom('daily_digests').where('at', '<', before).returning(['conversation_id', 'at']);
  const gone = await old.execute();
  return forgetCards(
    tx,
    gone.map(({ conversation_id, at }) => digestSubject(conversation_id, at)),
  );
}

/** What is told unasked goes with what it tells of, and a conversation always shows what it is approved for. */
const keptLonger: readonly ShownCard['kind'][] = [...toldKinds, 'approval'];

/** Their buttons still work; nothing keeps them true any more. */
async function forgetAskedCards({ db }: Executor, before: number): Promise<number> {
  const old = await db
    .selectFrom('shown_cards')
    .select(['conversation_id', 'activity_id'])
    .where('shown_at', '<', before)
    .where('kind', 'not in', keptLonger)
    .limit(atOnce)
    .execute();
  for (const { conversation_id, activity_id } of old) {
    for (const table of ['outbox', 'shown_cards'] as const) {
      const rows = db.deleteFrom(table).where('conversation_id', '=', conversation_id);
      await rows.where('activity_id', '=', activity_id).execute();
    }
  }
  return old.length;
}

/** The journal has each of them; these rows only tell the second of a minute from the first. */
async function forgetDenials({ db }: Executor, before: number): Promise<number> {
  await db
    .deleteFrom('denials')
    .where('minute', '<', Math.floor(before / 60_000))
    .execute();
  return 0;
}

/** Messages that show what is not kept any more stay in the chat as they are, whatever edits were owed to them. */
async function forgetCards({ db }: Executor, subjects: readonly string[]): Promise<number> {
  for (const slice of slices(subjects)) {
    await db.deleteFrom('outbox').where('subject', 'in', slice).where('activity_id', 'is not', null).execute();
    await db.deleteFrom('shown_cards').where('subject', 'in', slice).execute();
  }
  return subjects.length;
}

import type { Score } from '../../core/digest/daily-digest.ts';
import type { Executor } from '../database.ts';
import type { DailyScoreRow } from './tables.ts';

export async function saveScore({ db }: Executor, connection_id: string, { at, ...score }: Score): Promise<void> {
  const row = { ...score, read_at: at };
  await db
    .insertInto('daily_scores')
    .values({ connection_id, day: new Date(at).toISOString().slice(0, 10), ...row })
    .onConflict((conflict) => conflict.columns(['connection_id', 'day']).doUpdateSet(row))
    .execute();
}

export async function newestScores(executor: Executor, connectionIds: readonly string[]) {
  const scores: Record<string, Score> = {};
  for (const id of connectionIds) {
    const score = await scoreBefore(executor, id, Number.MAX_SAFE_INTEGER);
    if (score) scores[id] = score;
  }
  return scores;
}

/** The newest score read before that time. */
export async function scoreBefore({ db }: Executor, connectionId: string, before: number): Promise<Score | undefined> {
  const row = await db
    .selectFrom('daily_scores')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('read_at', '<', before)
    .orderBy('day', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && fromRow(row);
}

function fromRow({ secure, judged, unread, read_at }: DailyScoreRow): Score {
  return { secure, judged, unread, at: read_at };
}

import type { RateCounter } from '../core/rate-limits.ts';
import type { Database, Executor } from './database.ts';
import { orJournalUnavailable } from './unavailable.ts';

const windowMs = 60_000;

/** At most `most` hits a minute and key, among all instances. */
export function rateCounterStore({ write }: Database, most: number): RateCounter {
  return { hit: (key) => orJournalUnavailable(() => write((tx) => hit(tx, key, most))) };
}

async function hit(tx: Executor, key: string, most: number): Promise<number | undefined> {
  const now = await tx.now();
  if (await count(tx, key, most, now)) return undefined;
  const window = tx.db.selectFrom('rate_windows').select('ends_at').where('key', '=', key);
  return Math.max(1, (await window.executeTakeFirstOrThrow()).ends_at - now);
}

/** A window that is full is only read, so that whoever keeps knocking costs no durable commit. */
function count({ db }: Executor, key: string, most: number, now: number) {
  const ends_at = now + windowMs;
  return db
    .insertInto('rate_windows')
    .values({ key, hits: 1, ends_at })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet(({ eb, ref, val }) => {
          const over = eb('rate_windows.ends_at', '<=', now);
          const more = eb('rate_windows.hits', '+', 1);
          return {
            hits: eb.case().when(over).then(val(1)).else(more).end(),
            ends_at: eb.case().when(over).then(val(ends_at)).else(ref('rate_windows.ends_at')).end(),
          };
        })
        .where(({ eb, or }) => or([eb('rate_windows.ends_at', '<=', now), eb('rate_windows.hits', '<', most)])),
    )
    .returning('key')
    .executeTakeFirst();
}

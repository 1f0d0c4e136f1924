import type { Executor } from './database.ts';

/** `burst` messages at once, one every `everyMs` after them. */
type Rule = { everyMs: number; burst: number };
type Rules = { short: Rule; long: Rule };

/** When each rule's messages so far are used up. A key that never sent has no pace yet. */
export type Pace = { key: string; short_at: number; long_at: number };

/**
 * Teams takes 7 messages a second, 60 in 30 seconds and 1,800 an hour in one conversation, answers to people included:
 * what nobody waits for leaves room for them.
 */
export const conversationRules: Rules = {
  short: { everyMs: 1_000, burst: 5 },
  long: { everyMs: 2_400, burst: 60 },
};

/** Teams takes 50 requests a second from one app in one tenant. */
export const tenantRules: Rules = { short: { everyMs: 50, burst: 20 }, long: { everyMs: 50, burst: 20 } };

/** How far ahead of its pace a key may be. */
export function leeway({ everyMs, burst }: Rule): number {
  return (burst - 1) * everyMs;
}

export function mayGo({ short, long }: Rules, pace: Pace, now: number): boolean {
  return pace.short_at - leeway(short) <= now && pace.long_at - leeway(long) <= now;
}

export function afterOne({ short, long }: Rules, { key, short_at, long_at }: Pace, now: number): Pace {
  return { key, short_at: Math.max(short_at, now) + short.everyMs, long_at: Math.max(long_at, now) + long.everyMs };
}

/** Paces of the keys that nobody else is working on, kept so until the transaction ends. */
export async function lockFreePaces({ db, dialect }: Executor, keys: readonly string[]): Promise<readonly Pace[]> {
  if (keys.length === 0) return [];
  await db
    .insertInto('send_paces')
    .values(keys.toSorted().map((key) => ({ key, short_at: 0, long_at: 0 })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const paces = db.selectFrom('send_paces').selectAll().where('key', 'in', keys).orderBy('key');
  return paces.modifyEnd(dialect.forUpdateOfFree).execute();
}

export async function savePace({ db }: Executor, { key, short_at, long_at }: Pace): Promise<void> {
  await db.updateTable('send_paces').set({ short_at, long_at }).where('key', '=', key).execute();
}

/** Nothing more to the conversation for a while: Teams asked for it. */
export async function hold({ db }: Executor, conversationId: string, until: number): Promise<void> {
  const short_at = until + leeway(conversationRules.short);
  await db
    .updateTable('send_paces')
    .set({ short_at })
    .where('key', '=', conversationId)
    .where('short_at', '<', short_at)
    .execute();
}

import type { Executor } from '../database.ts';

/** Alerts of all organizations by state. */
export async function countAlerts(executor: Executor): Promise<{ open: number; snoozed: number }> {
  const now = await executor.now();
  const open = executor.db.selectFrom('alerts').where('closed_at', 'is', null);
  const all = await open.select(({ fn }) => fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  const snoozed = await open
    .where('snoozed_until', '>', now)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { open: Number(all.count) - Number(snoozed.count), snoozed: Number(snoozed.count) };
}

import type { DueItem, DueTable } from '../core/due.ts';
import type { Database, Executor } from './database.ts';

export function dueStore({ write }: Database): DueTable {
  return {
    ensure: (kind, key) => write((tx) => ensure(tx, kind, key)),
    remove: (kind, key) => write((tx) => remove(tx, kind, key)),
    claim: (kind, limit, leaseMs) => write((tx) => claimDue(tx, kind, limit, leaseMs)),
    finish: (item, nextMs, failed) => write((tx) => finish(tx, item, nextMs, failed)),
  };
}

/** Inside the caller's transaction, where the row must be there with something else or not at all. */
export async function ensure(tx: Executor, kind: string, key: string): Promise<void> {
  await tx.db
    .insertInto('due')
    .values({ kind, key, due_at: await tx.now(), lease_until: 0, claim: 0, fails: 0 })
    .onConflict((conflict) => conflict.columns(['kind', 'key']).doNothing())
    .execute();
}

/** Sets when the row is due, whether it is there or not. */
export async function plan({ db }: Executor, kind: string, key: string, due_at: number): Promise<void> {
  await db
    .insertInto('due')
    .values({ kind, key, due_at, lease_until: 0, claim: 0, fails: 0 })
    .onConflict((conflict) => conflict.columns(['kind', 'key']).doUpdateSet({ due_at }))
    .execute();
}

/** Brings forward what is due later. */
export async function hasten({ db }: Executor, kind: string, key: string, due_at: number): Promise<void> {
  const row = db.updateTable('due').set({ due_at }).where('kind', '=', kind).where('key', '=', key);
  await row.where('due_at', '>', due_at).execute();
}

export async function remove({ db }: Executor, kind: string, key: string): Promise<void> {
  await db.deleteFrom('due').where('kind', '=', kind).where('key', '=', key).execute();
}

/** Inside the caller's transaction. */
export async function claimDue(
  tx: Executor,
  kind: string,
  limit: number,
  leaseMs: number,
): Promise<readonly DueItem[]> {
  const now = await tx.now();
  const due = await tx.db
    .selectFrom('due')
    .select('key')
    .where('kind', '=', kind)
    .where('due_at', '<=', now)
    .where('lease_until', '<=', now)
    .orderBy('due_at')
    .limit(limit)
    .modifyEnd(tx.dialect.forUpdateOfFree)
    .execute();
  if (due.length === 0) return [];
  const keys = due.map(({ key }) => key);
  return tx.db
    .updateTable('due')
    .set(({ eb }) => ({ lease_until: now + leaseMs, claim: eb('claim', '+', 1) }))
    .where('kind', '=', kind)
    .where('key', 'in', keys)
    .returning(['kind', 'key', 'claim', 'fails'])
    .execute();
}

/** The claim number is the fence: it tells a lease that was lost and won again from the one that was given out. */
export async function finish(tx: Executor, item: DueItem, nextMs: number, failed: boolean): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('due')
    .set({ due_at: (await tx.now()) + Math.round(nextMs), lease_until: 0, fails: failed ? item.fails + 1 : 0 })
    .where('kind', '=', item.kind)
    .where('key', '=', item.key)
    .where('claim', '=', item.claim)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

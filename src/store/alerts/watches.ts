import { type Source, sources, type Watch } from '../../core/alerts/alert-store.ts';
import type { Executor } from '../database.ts';
import { parse } from '../json.ts';

export async function watchOf({ db }: Executor, connectionId: string): Promise<Watch> {
  const found = db.selectFrom('watches').selectAll().where('connection_id', '=', connectionId);
  const row = await found.executeTakeFirst();
  if (!row) return { marks: {}, sources: {} };
  return { marks: parse(row.marks), sources: parse(row.sources), lookedAt: row.looked_at };
}

/** True when a source was read to its end for the first time. A mark never goes back. */
export async function saveWatch(
  tx: Executor,
  connection_id: string,
  { marks, sources: states }: Pick<Watch, 'marks' | 'sources'>,
): Promise<boolean> {
  const before = await watchOf(tx, connection_id);
  const newest = (source: Source) => Math.max(marks[source] ?? 0, before.marks[source] ?? 0);
  const read = sources.filter((source) => marks[source] !== undefined || before.marks[source] !== undefined);
  const row = {
    marks: JSON.stringify(Object.fromEntries(read.map((source) => [source, newest(source)]))),
    sources: JSON.stringify(states),
    looked_at: await tx.now(),
  };
  await tx.db
    .insertInto('watches')
    .values({ connection_id, ...row })
    .onConflict((conflict) => conflict.column('connection_id').doUpdateSet(row))
    .execute();
  return read.some((source) => before.marks[source] === undefined);
}

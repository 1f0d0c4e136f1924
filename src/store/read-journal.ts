import { firstLink, type Link } from './chain.ts';
import type { Executor } from './database.ts';
import type { JournalRow } from './tables.ts';

export const sliceRows = 500;

/** The rows of a chain after `seq`, in order, at most `limit`. */
export function readJournal(
  { db }: Executor,
  organization: string,
  seq: number,
  limit = sliceRows,
): Promise<JournalRow[]> {
  return db
    .selectFrom('journal')
    .selectAll()
    .where('organization', '=', organization)
    .where('seq', '>', seq)
    .orderBy('seq')
    .limit(limit)
    .execute();
}

/** A chain that was cut at its end is still a good chain; its head, kept apart, tells. */
export async function readHead({ db }: Executor, organization: string): Promise<Link> {
  const head = db.selectFrom('journal_heads').select(['seq', 'hash']).where('organization', '=', organization);
  return (await head.executeTakeFirst()) ?? firstLink;
}

/** Where each chain ends, as the store says. */
export function readEnds({ db }: Executor): Promise<(Link & { organization: string })[]> {
  return db.selectFrom('journal_heads').select(['organization', 'seq', 'hash']).execute();
}

/** Whoever has a row in the journal, be it under a name that was never an organization's. */
export async function readOrganizations({ db }: Executor): Promise<readonly string[]> {
  const rows = await db.selectFrom('journal').select('organization').distinct().execute();
  return rows.map(({ organization }) => organization);
}

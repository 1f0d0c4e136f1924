import { setImmediate as letOthersRun } from 'node:timers/promises';
import type { JournalEntry } from '../core/journal.ts';
import { canonicalJson, sha256 } from './canonical.ts';
import type { Executor } from './database.ts';
import { canonicalVersion, copies, noHash } from './journal.ts';
import type { JournalRow } from './tables.ts';

/** Good to row `rows` with hash `head`, or the first row that is not as it was written. */
export type Verification = { ok: true; rows: number; head: string } | { ok: false; seq: number; why: string };

type Link = { seq: number; hash: string };

const start: Link = { seq: 0, hash: noHash };
const sliceRows = 500;

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

/** Checks every row of an organization's chain, and that the chain ends where the store says it does. */
export async function verifyJournal(executor: Executor, organization: string): Promise<Verification> {
  let last = start;
  let recorded = start;
  for (;;) {
    const walked = await walkToEnd(executor, organization, last);
    if ('ok' in walked) return walked;
    if (walked.seq < recorded.seq) return { ok: false, seq: walked.seq + 1, why: 'the row is missing' };
    last = walked;
    recorded = await readHead(executor, organization);
    // Somebody may have gone on writing in the meantime.
    if (recorded.seq <= last.seq) return atTheEnd(last, recorded);
  }
}

async function walkToEnd(executor: Executor, organization: string, from: Link): Promise<Link | Verification> {
  let last = from;
  for (;;) {
    const rows = await readJournal(executor, organization, last.seq);
    const bad = firstBad(rows, last);
    if (bad) return bad;
    last = rows.at(-1) ?? last;
    if (rows.length < sliceRows) return last;
    await letOthersRun();
  }
}

function firstBad(rows: readonly JournalRow[], before: Link): Verification | undefined {
  let last = before;
  for (const row of rows) {
    const why = whyBad(row, last);
    if (why) return { ok: false, seq: last.seq + 1, why };
    last = row;
  }
  return undefined;
}

function whyBad(row: JournalRow, last: Link): string | undefined {
  if (row.seq !== last.seq + 1) return 'the row is missing';
  if (sha256(row.bytes) !== row.hash) return 'the recorded text was changed';
  if (row.prev !== last.hash) return 'the row does not follow the one before it';
  return whyColumnsDiffer(row);
}

function whyColumnsDiffer(row: JournalRow): string | undefined {
  const written: JournalEntry & { v: number; seq: number; ts: number; prev: string } = JSON.parse(row.bytes);
  if (written.v !== canonicalVersion) return `its form (version ${written.v}) is not known`;
  const { seq, ts, prev } = written;
  const expected = { ...copies(written), seq, ts, prev, hash: row.hash, bytes: row.bytes };
  return canonicalJson(expected) === canonicalJson(row) ? undefined : 'a column differs from the recorded text';
}

/** A chain that was cut at its end is still a good chain; its head, kept apart, tells. */
async function readHead({ db }: Executor, organization: string): Promise<Link> {
  const head = db.selectFrom('journal_heads').select(['seq', 'hash']).where('organization', '=', organization);
  return (await head.executeTakeFirst()) ?? start;
}

function atTheEnd(last: Link, recorded: Link): Verification {
  if (recorded.seq < last.seq) return { ok: false, seq: recorded.seq + 1, why: 'the chain goes on after its end' };
  if (recorded.hash !== last.hash) return { ok: false, seq: last.seq, why: 'it is not the row that ended the chain' };
  return { ok: true, rows: last.seq, head: last.hash };
}

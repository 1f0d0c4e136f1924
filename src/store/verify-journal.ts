import { setImmediate as letOthersRun } from 'node:timers/promises';
import { canonicalJson } from '../core/canonical-json.ts';
import type { JournalEntry } from '../core/journal.ts';
import type { Executor } from './database.ts';
import { canonicalVersion, copies, noHash } from './journal.ts';
import { sha256 } from './sha256.ts';
import type { JournalRow } from './tables.ts';

export type Bad = { ok: false; seq: number; why: string };
/** Good to row `rows` with hash `head`, or the first row that is not as it was written. */
export type Verification = { ok: true; rows: number; head: string } | Bad;

export type Link = { seq: number; hash: string };
/** The hash that a checkpoint signed, by row. */
export type Marks = ReadonlyMap<number, string>;

export const firstLink: Link = { seq: 0, hash: noHash };
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

/** Checks every row of an organization's chain, that it ends where the store says it does, and what was signed of it. */
export function verifyJournal(
  executor: Executor,
  organization: string,
  marks: Marks = new Map(),
): Promise<Verification> {
  return verifyFrom(executor, organization, firstLink, marks);
}

/** As {@link verifyJournal}, only from a row on that was signed. */
export async function verifyJournalFrom(executor: Executor, organization: string, signed: Link): Promise<Verification> {
  if (signed.seq === 0) return verifyJournal(executor, organization);
  const [row] = await readJournal(executor, organization, signed.seq - 1, 1);
  const before = { seq: signed.seq - 1, hash: row?.prev ?? noHash };
  return verifyFrom(executor, organization, before, new Map([[signed.seq, signed.hash]]));
}

async function verifyFrom(executor: Executor, organization: string, from: Link, marks: Marks): Promise<Verification> {
  let last = from;
  let recorded = from;
  for (;;) {
    const walked = await walkToEnd(executor, organization, last, marks);
    if ('ok' in walked) return walked;
    if (walked.seq < recorded.seq) return { ok: false, seq: walked.seq + 1, why: 'the row is missing' };
    last = walked;
    recorded = await readHead(executor, organization);
    // Somebody may have gone on writing in the meantime.
    if (recorded.seq <= last.seq) return whyCut(last, marks) ?? atTheEnd(last, recorded);
  }
}

async function walkToEnd(
  executor: Executor,
  organization: string,
  from: Link,
  marks: Marks,
): Promise<Link | Verification> {
  let last = from;
  for (;;) {
    const rows = await readJournal(executor, organization, last.seq);
    const bad = firstBad(rows, last, marks);
    if (bad) return bad;
    last = rows.at(-1) ?? last;
    if (rows.length < sliceRows) return last;
    await letOthersRun();
  }
}

function firstBad(rows: readonly JournalRow[], before: Link, marks: Marks): Bad | undefined {
  let last = before;
  for (const row of rows) {
    const why = whyBad(row, last) ?? whyUnmarked(row, marks);
    if (why) return { ok: false, seq: last.seq + 1, why };
    last = row;
  }
  return undefined;
}

function whyBad(row: JournalRow, last: Link): string | undefined {
  return whyUnlinked(row, last) ?? whyColumnsDiffer(row);
}

type LinkedText = Link & { prev: string; bytes: string };

/** Why a row is not the one that came after `last`. */
export function whyUnlinked(row: LinkedText, last: Link): string | undefined {
  if (row.seq !== last.seq + 1) return 'the row is missing';
  if (sha256(row.bytes) !== row.hash) return 'the recorded text was changed';
  return row.prev === last.hash ? undefined : 'the row does not follow the one before it';
}

export function whyUnmarked({ seq, hash }: Link, marks: Marks): string | undefined {
  const signed = marks.get(seq);
  return signed === undefined || signed === hash ? undefined : 'it is not the row that its checkpoint signed';
}

/** A chain that was cut together with its recorded end: what was signed of it tells. */
export function whyCut({ seq }: Link, marks: Marks): Bad | undefined {
  const cut = [...marks.keys()].some((signed) => signed > seq);
  return cut
    ? { ok: false, seq: seq + 1, why: 'the row is missing: a checkpoint signed it or a later one' }
    : undefined;
}

function whyColumnsDiffer(row: JournalRow): string | undefined {
  const written = writtenRow(row.bytes);
  if (!written) return 'its text is not that of a journal row';
  if (written.v !== canonicalVersion) return `its form (version ${written.v}) is not known`;
  const { seq, ts, prev } = written;
  const expected = { ...copies(written), seq, ts, prev, hash: row.hash, bytes: row.bytes };
  return canonicalJson(expected) === canonicalJson(row) ? undefined : 'a column differs from the recorded text';
}

export type WrittenRow = JournalEntry & { v: number; seq: number; ts: number; prev: string };

/** What a row's text says, if it is one: somebody may have put any other text in its place. */
export function writtenRow(text: string): WrittenRow | undefined {
  try {
    const written: WrittenRow = JSON.parse(text);
    return written.v !== canonicalVersion || copies(written) ? written : undefined;
  } catch {
    return undefined;
  }
}

/** A chain that was cut at its end is still a good chain; its head, kept apart, tells. */
async function readHead({ db }: Executor, organization: string): Promise<Link> {
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

function atTheEnd(last: Link, recorded: Link): Verification {
  if (recorded.seq < last.seq) return { ok: false, seq: recorded.seq + 1, why: 'the chain goes on after its end' };
  if (recorded.hash !== last.hash) return { ok: false, seq: last.seq, why: 'it is not the row that ended the chain' };
  return { ok: true, rows: last.seq, head: last.hash };
}

import { setImmediate as letOthersRun } from 'node:timers/promises';
import { type Bad, firstLink, type Link, type Marks, whyBad, whyCut, whyUnmarked } from './chain.ts';
import type { Executor } from './database.ts';
import { noHash } from './journal.ts';
import { readHead, readJournal, sliceRows } from './read-journal.ts';
import type { JournalRow } from './tables.ts';

/** Good to row `rows` with hash `head`, or the first row that is not as it was written. */
export type Verification = { ok: true; rows: number; head: string } | Bad;

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

function atTheEnd(last: Link, recorded: Link): Verification {
  if (recorded.seq < last.seq) return { ok: false, seq: recorded.seq + 1, why: 'the chain goes on after its end' };
  if (recorded.hash !== last.hash) return { ok: false, seq: last.seq, why: 'it is not the row that ended the chain' };
  return { ok: true, rows: last.seq, head: last.hash };
}

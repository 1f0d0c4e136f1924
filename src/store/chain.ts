import { canonicalJson } from '../core/canonical-json.ts';
import type { JournalEntry } from '../core/journal.ts';
import { canonicalVersion, copies, noHash } from './journal.ts';
import { sha256 } from './sha256.ts';
import type { JournalRow } from './tables.ts';

export type Bad = { ok: false; seq: number; why: string };

export type Link = { seq: number; hash: string };
/** The hash that a checkpoint signed, by row. */
export type Marks = ReadonlyMap<number, string>;

export const firstLink: Link = { seq: 0, hash: noHash };

/** Why a row is not, column by column, the one that was written after `last`. */
export function whyBad(row: JournalRow, last: Link): string | undefined {
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

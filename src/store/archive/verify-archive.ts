import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChainVerdict, JournalVerdict } from '../../core/journal-proof.ts';
import { firstLink, type Link, type Marks, whyCut, whyUnlinked, whyUnmarked, writtenRow } from '../chain.ts';
import { publicKeysIn } from '../checkpoints/checkpoint-key.ts';
import { coveredRows, type SignedChains, signedChains } from '../checkpoints/signed-chains.ts';
import { canonicalVersion } from '../journal.ts';
import { sha256 } from '../sha256.ts';
import { linesOf } from './lines.ts';
import { archiveFiles, genuineManifest, type Manifest, manifestFile } from './manifest.ts';

/**
 * Checks an archive with nothing but its own files. Who signed it is for the reader to compare: the keys' fingerprints
 * are in the answer.
 */
export async function verifyArchive(directory: string): Promise<JournalVerdict> {
  const names = await readdir(directory);
  if (!names.includes(manifestFile)) throw new Error(`There is no archive in ${directory}: it has no ${manifestFile}.`);
  const read = async (name: string) => (names.includes(name) ? readFile(join(directory, name)) : Buffer.alloc(0));
  const keyText = await read(archiveFiles.publicKeys);
  const trusted = publicKeysIn(keyText.toString('utf8'));
  const checkpoints = await read(archiveFiles.checkpoints);
  const signed = signedChains(checkpoints.toString('utf8').split('\n').slice(0, -1), trusted);
  const digest = createHash('sha256');
  const walked = await walk(linesOf(join(directory, archiveFiles.journal), digest), signed);
  const found = {
    [archiveFiles.journal]: digest.digest('hex'),
    [archiveFiles.checkpoints]: sha256(checkpoints),
    [archiveFiles.publicKeys]: sha256(keyText),
  };
  const manifest = genuineManifest((await read(manifestFile)).toString('utf8'), trusted);
  const bad = firstOfEach([...walked.bad, ...signed.bad, ...manifestFaults(manifest, walked.ends, found)]);
  const good = manifest?.chains.map((chain) => ({ ok: true as const, ...chain })) ?? [];
  return { chains: bad.length > 0 ? bad : good, covered: coveredRows(signed), keys: [...trusted.keys()] };
}

function firstOfEach(bad: readonly ChainVerdict[]): readonly ChainVerdict[] {
  const names = bad.map(({ organization }) => organization);
  return bad.filter(({ organization }, index) => names.indexOf(organization) === index);
}

function badRow(organization: string, seq: number, why: string): ChainVerdict {
  return { ok: false, organization, seq, why };
}

type Walked = { ends: ReadonlyMap<string, Link>; bad: readonly ChainVerdict[] };

/** Ends at the first bad row of each chain. */
async function walk(lines: AsyncIterable<string>, { marks }: SignedChains): Promise<Walked> {
  const ends = new Map<string, Link>();
  const bad = new Map<string, ChainVerdict>();
  for await (const line of lines) {
    const row = rowOf(line);
    const last = ends.get(row.organization) ?? firstLink;
    const why = whyBad(row, last, marks.get(row.organization));
    if (!why) ends.set(row.organization, row);
    else if (!bad.has(row.organization)) bad.set(row.organization, badRow(row.organization, last.seq + 1, why));
  }
  return { ends, bad: [...bad.values(), ...cutChains(marks, ends)] };
}

type ArchivedRow = ReturnType<typeof rowOf>;

/** What counts is the text; everything else about a row is read from it. */
function rowOf(line: string) {
  const written = writtenRow(line);
  const known = written?.v === canonicalVersion;
  const { organization = archiveFiles.journal, seq = 0, prev = '' } = known ? written : {};
  return { known, organization, seq, prev, hash: sha256(line), bytes: line };
}

function whyBad(row: ArchivedRow, last: Link, marks: Marks = new Map()): string | undefined {
  return row.known ? (whyUnlinked(row, last) ?? whyUnmarked(row, marks)) : 'a line is not the text of a journal row';
}

function cutChains(marks: SignedChains['marks'], ends: ReadonlyMap<string, Link>): readonly ChainVerdict[] {
  return [...marks].flatMap(([organization, chainMarks]) => {
    const cut = whyCut(ends.get(organization) ?? firstLink, chainMarks);
    return cut ? [{ organization, ...cut }] : [];
  });
}

function manifestFaults(
  manifest: Manifest | undefined,
  ends: Walked['ends'],
  files: Readonly<Record<string, string>>,
): readonly ChainVerdict[] {
  if (!manifest) return [badRow(manifestFile, 0, 'it is not what a key of this archive signed')];
  const changed = Object.entries(manifest.files).filter(([name, digest]) => files[name] !== digest);
  const other = manifest.chains.filter(({ organization, rows, head }) => {
    const end = ends.get(organization) ?? firstLink;
    return end.seq !== rows || end.hash !== head;
  });
  return [
    ...other.map(({ organization, rows }) => badRow(organization, rows, 'it is not the row that ended the chain')),
    ...changed.map(([name]) => badRow(name, 0, 'the file was changed')),
  ];
}

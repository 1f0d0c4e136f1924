import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalVerdict } from '../../core/journal-proof.ts';
import { publicKeysText } from '../checkpoints/checkpoint-key.ts';
import type { CheckpointPlace } from '../checkpoints/journal-keeper.ts';
import type { JournalRow } from '../tables.ts';
import { archiveFiles, manifestFile, manifestText } from './manifest.ts';

type ReadJournal = (organization: string, seq: number) => Promise<readonly JournalRow[]>;
type Chain = { organization: string; rows: number; head: string };

export type ArchiveSource = {
  readJournal: ReadJournal;
  place: CheckpointPlace;
  /** Lines as they stand in the checkpoint place. */
  checkpointLines: readonly string[];
  /** What was just verified: this much is written. */
  verdict: JournalVerdict;
  now: number;
};

/** Writes the journal with everything that proves it. The directory has to be empty, or not there yet. */
export async function writeArchive(directory: string, source: ArchiveSource): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if ((await readdir(directory)).length > 0) throw new Error(`${directory} is not empty. Name a new directory.`);
  const chains = source.verdict.chains.flatMap((chain) => (chain.ok ? [chainFacts(chain)] : []));
  const { key } = source.place;
  const files = {
    [archiveFiles.journal]: await writeRows(join(directory, archiveFiles.journal), chains, source.readJournal),
    [archiveFiles.checkpoints]: await write(
      join(directory, archiveFiles.checkpoints),
      source.checkpointLines.map((line) => `${line}\n`).join(''),
    ),
    [archiveFiles.publicKeys]: await write(join(directory, archiveFiles.publicKeys), publicKeysText(key.trusted)),
  };
  await write(join(directory, manifestFile), manifestText({ at: source.now, chains, files }, key));
}

function chainFacts({ organization, rows, head }: Chain): Chain {
  return { organization, rows, head };
}

async function writeRows(path: string, chains: readonly Chain[], readJournal: ReadJournal): Promise<string> {
  const digest = createHash('sha256');
  const file = await open(path, 'wx', 0o600);
  try {
    for (const chain of chains) await writeChain(file, digest, chain, readJournal);
    await file.sync();
  } finally {
    await file.close();
  }
  return digest.digest('hex');
}

async function writeChain(
  file: FileHandle,
  digest: ReturnType<typeof createHash>,
  { organization, rows }: Chain,
  readJournal: ReadJournal,
): Promise<void> {
  for (let seq = 0; seq < rows; ) {
    const slice = (await readJournal(organization, seq)).filter((row) => row.seq <= rows);
    const text = slice.map(({ bytes }) => `${bytes}\n`).join('');
    digest.update(text);
    await file.appendFile(text);
    seq = slice.at(-1)?.seq ?? rows;
  }
}

async function write(path: string, text: string): Promise<string> {
  await writeFile(path, text, { flag: 'wx', mode: 0o600, flush: true });
  return createHash('sha256').update(text).digest('hex');
}

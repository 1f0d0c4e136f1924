import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileName = 'checkpoints.jsonl';

/** Adds lines at the end of the one file of a checkpoint place. Resolves once they are durable. */
export async function appendCheckpoints(directory: string, lines: readonly string[]): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = await open(join(directory, fileName), 'a+', 0o600);
  try {
    await dropUnfinished(file);
    await file.appendFile(lines.map((line) => `${line}\n`).join(''));
    await file.sync();
  } finally {
    await file.close();
  }
  await syncDirectory(directory);
}

/** Oldest first; none where nothing was written yet. */
export async function readCheckpointLines(directory: string): Promise<readonly string[]> {
  const text = await readFile(join(directory, fileName), 'utf8').catch(noneIfMissing);
  return text.split('\n').slice(0, -1);
}

/** A line without its end was never acknowledged: the disk was full, or the power went. */
async function dropUnfinished(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const { buffer } = await file.read(Buffer.alloc(Math.min(size, 4096)), 0, undefined, Math.max(0, size - 4096));
  const unfinished = buffer.length - (buffer.lastIndexOf(10) + 1);
  if (unfinished > 0) await file.truncate(size - unfinished);
}

async function syncDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(directory);
  await folder.sync().finally(() => folder.close());
}

function noneIfMissing(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return '';
  throw error;
}

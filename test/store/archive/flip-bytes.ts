import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyArchive } from '../../../src/store/archive/verify-archive.ts';
import { exportedArchive } from './exported.ts';

/** Flips one bit in every `step`th byte of every file of an archive, one at a time. Answers which were not found. */
export async function flipEveryByte(step: number): Promise<readonly string[]> {
  const { directory } = await exportedArchive(4);
  const unnoticed: string[] = [];
  for (const name of await readdir(directory)) {
    const path = join(directory, name);
    const original = await readFile(path);
    for (let at = 0; at < original.length; at += step) {
      const flipped = Buffer.from(original);
      flipped[at]! ^= 1 << (at % 8);
      await writeFile(path, flipped);
      const { chains } = await verifyArchive(directory);
      if (chains.every(({ ok }) => ok)) unnoticed.push(`${name} ${at}`);
    }
    await writeFile(path, original);
  }
  return unnoticed;
}

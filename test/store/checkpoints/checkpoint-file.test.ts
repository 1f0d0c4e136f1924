import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { appendCheckpoints, readCheckpointLines } from '../../../src/store/checkpoints/checkpoint-file.ts';
import { newDirectory } from './place.ts';

test('lines come back in the order in which they were added', async () => {
  const directory = join(await newDirectory(), 'new', 'place');
  expect(await readCheckpointLines(directory)).toEqual([]);
  await appendCheckpoints(directory, ['one', 'two']);
  await appendCheckpoints(directory, ['three']);
  expect(await readCheckpointLines(directory)).toEqual(['one', 'two', 'three']);
});

test.each(['tw', 'x'.repeat(3_000)])('an unfinished line is not read, and the next one replaces it', async (torn) => {
  const directory = await newDirectory();
  await appendCheckpoints(directory, ['o'.repeat(3_000)]);
  await appendFile(join(directory, 'checkpoints.jsonl'), torn);
  expect(await readCheckpointLines(directory)).toHaveLength(1);
  await appendCheckpoints(directory, ['two']);
  expect((await readFile(join(directory, 'checkpoints.jsonl'), 'utf8')).split('\n').slice(1)).toEqual(['two', '']);
});

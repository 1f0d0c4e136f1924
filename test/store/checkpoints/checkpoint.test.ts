import { expect, test } from 'vitest';
import { checkpointLine, genuineCheckpoint, signCheckpoint } from '../../../src/store/checkpoints/checkpoint.ts';
import { newKey } from './place.ts';

const end = { organization: 'org_1', seq: 7, hash: 'ab'.repeat(32) };

test('a checkpoint is genuine for whoever trusts its key, and for nobody else', () => {
  const key = newKey();
  const line = checkpointLine(signCheckpoint(end, 1, key));
  expect(genuineCheckpoint(line, key.trusted)).toMatchObject({ organization: 'org_1', seq: 7, count: 7, at: 1 });
  expect(genuineCheckpoint(line, newKey().trusted)).toBeUndefined();
});

test('every flipped bit of its line is noticed', () => {
  const key = newKey();
  const line = Buffer.from(checkpointLine(signCheckpoint(end, 1_700_000_000_000, key)));
  const believed = [];
  for (let bit = 0; bit < line.length * 8; bit++) {
    const flipped = Buffer.from(line);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    if (genuineCheckpoint(flipped.toString('utf8'), key.trusted)) believed.push(bit);
  }
  expect(believed).toEqual([]);
});

test.each(['', 'null', '{}', '[]', '{"v":1}'])('%j is no checkpoint', (line) => {
  expect(genuineCheckpoint(line, newKey().trusted)).toBeUndefined();
});

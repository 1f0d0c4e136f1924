import { expect, test } from 'vitest';
import { flipEveryByte } from '../store/archive/flip-bytes.ts';
import { kinds } from '../store/homes.ts';
import { tamperWithJournal } from '../store/tampering.ts';

const share = process.env['GATES_SLICE'] ? 10 : 1;
const flips = 1_000 / share;
const others = 200 / share;
const times = { flipBit: flips, deleteRow: others, swap: others, insert: others, cutTail: others, rechain: others };

test.each(kinds)(
  'finds every one of 1,800 tamperings, and 200 chains made to fit without the key (%s)',
  async (kind) => {
    expect(await tamperWithJournal(kind, times, 1)).toEqual({ unnoticed: [], wholeAgain: true });
  },
);

test('finds every single flipped byte of an archive', async () => {
  expect(await flipEveryByte(share)).toEqual([]);
});

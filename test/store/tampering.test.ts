import { expect, test } from 'vitest';
import { kinds } from './homes.ts';
import { tamperWithJournal } from './tampering.ts';

const times = { flipBit: 60, deleteRow: 15, swap: 15, insert: 15, cutTail: 15, rechain: 15 };

test.each(kinds)('no tampering with signed rows goes unnoticed (%s)', { timeout: 120_000 }, async (kind) => {
  expect(await tamperWithJournal(kind, times, 7)).toEqual({ unnoticed: [], wholeAgain: true });
});

import { expect, test } from 'vitest';
import { refusal } from '../../src/core/errors.ts';
import { lastKnown } from '../../src/store/last-known.ts';

/** A read that answers, or throws, what stands next in the row. */
function scripted(...row: unknown[]) {
  return lastKnown(async (_id: string) => {
    const next = row.shift();
    if (next instanceof Error) throw next;
    return next;
  });
}

const gone = new Error('Connection terminated');

test('what was read last counts while the database does not answer', async () => {
  const read = scripted('one', gone, refusal('unavailable', 'Later.'), 'two', gone);
  const seen = [await read('a'), await read('a'), await read('a'), await read('a'), await read('a')];
  expect(seen).toEqual(['one', 'one', 'one', 'two', 'two']);
});

test('what was never read, or not there, is not made up', async () => {
  const read = scripted('one', gone, undefined, gone);
  await read('a');
  await expect(read('b')).rejects.toBe(gone);
  expect([await read('a'), await read('a')]).toEqual([undefined, undefined]);
});

test('a refusal of the request itself stays one', async () => {
  const read = scripted('one', refusal('unknown_connection', 'No.'));
  await read('a');
  await expect(read('a')).rejects.toMatchObject({ refusal: 'unknown_connection' });
});

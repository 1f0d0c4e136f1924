import { expect, it } from 'vitest';
import { createOnce } from '../../src/bot/redelivery.ts';

const activity = (id: string, conversation = 'a:1') => ({ id, conversation: { id: conversation } });

function counting() {
  const clock = { ms: 1_000 };
  const once = createOnce<{ run: number }>(() => clock.ms);
  let runs = 0;
  const run = async () => {
    runs += 1;
    return { run: runs };
  };
  return {
    clock,
    deliver: (id: string, conversation?: string) => once(activity(id, conversation), run),
    runs: () => runs,
  };
}

it('answers a repetition with the same promise for ten minutes', async () => {
  const { clock, deliver, runs } = counting();
  expect(deliver('1')).toBe(deliver('1'));
  clock.ms += 10 * 60_000;
  await deliver('1');
  expect(runs()).toBe(1);
  clock.ms += 1;
  expect(await deliver('1')).toEqual({ run: 2 });
});

it('tells conversations and activities apart, whatever their ids contain', () => {
  const { deliver, runs } = counting();
  deliver('1', 'a');
  deliver('a', '1');
  deliver('1","a', 'a');
  deliver('', 'a1');
  expect(runs()).toBe(4);
});

it('remembers 50,000 and no more', () => {
  const { deliver, runs } = counting();
  for (let id = 0; id <= 50_000; id += 1) {
    deliver(String(id));
  }
  deliver('50000');
  deliver('1');
  expect(runs()).toBe(50_001);
  deliver('0');
  expect(runs()).toBe(50_002);
});

it('keeps no more than so many characters of answers, the newest', async () => {
  const once = createOnce<{ card: string }>(() => 1_000, 500);
  let runs = 0;
  const run = async () => {
    runs += 1;
    return { card: 'x'.repeat(100) };
  };
  for (let id = 0; id < 8; id += 1) {
    await once(activity(String(id)), run);
  }
  await once(activity('7'), run);
  await once(activity('5'), run);
  expect(runs).toBe(8);
  await once(activity('0'), run);
  expect(runs).toBe(9);
});

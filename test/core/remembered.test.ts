import { expect, it } from 'vitest';
import { remembered } from '../../src/core/remembered.ts';

function setUp(keepMs: (answer: string) => number) {
  const clock = { ms: 0 };
  const asked: string[] = [];
  const ask = remembered<string>({ now: () => clock.ms }, keepMs);
  const load = (key: string, answer: string) =>
    ask(key, async () => {
      asked.push(key);
      return answer;
    });
  return { clock, asked, ask, load };
}

it('asks once for all who ask at the same time, and for each key', async () => {
  const { asked, load } = setUp(() => 0);
  expect(await Promise.all([load('a', '1'), load('a', '2'), load('b', '3')])).toEqual(['1', '1', '3']);
  expect(asked).toEqual(['a', 'b']);
});

it('keeps an answer for as long as that answer is worth', async () => {
  const { clock, load } = setUp((answer) => (answer === 'yes' ? 60 : 10));
  await Promise.all([load('a', 'yes'), load('b', 'no')]);
  clock.ms = 9;
  expect([await load('a', 'new'), await load('b', 'new')]).toEqual(['yes', 'no']);
  clock.ms = 59;
  expect([await load('a', 'new'), await load('b', 'new')]).toEqual(['yes', 'new']);
  clock.ms = 60;
  expect(await load('a', 'new')).toBe('new');
});

it('counts from the moment of asking, however long the answer takes', async () => {
  const { clock, ask, load } = setUp(() => 60);
  const { promise, resolve } = Promise.withResolvers<string>();
  const slow = ask('a', () => promise);
  clock.ms = 50;
  resolve('old');
  await slow;
  clock.ms = 60;
  expect(await load('a', 'new')).toBe('new');
});

it('keeps no failure', async () => {
  const { ask, load } = setUp(() => 60);
  await expect(ask('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');
  expect(await load('a', 'up')).toBe('up');
});

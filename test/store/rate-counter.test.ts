import { expect, test } from 'vitest';
import { newId } from './builders.ts';
import { onBothDatabases } from './homes.ts';

const minute = 60_000;

onBothDatabases('the rate counter', (opened) => {
  test('lets through exactly so many a minute, over three windows', async () => {
    const [counter, key] = [opened.store.rateCounter(10), newId('key')];
    for (let window = 0; window < 3; window++) {
      const waits = [];
      for (let n = 0; n < 13; n++) waits.push(await counter.hit(key));
      expect(waits.filter((wait) => wait === undefined)).toHaveLength(10);
      expect(waits.slice(0, 10)).toEqual(Array(10).fill(undefined));
      opened.advance(waits.at(-1) ?? Number.NaN);
    }
  });

  test('says how long the wait is', async () => {
    const [counter, key] = [opened.store.rateCounter(1), newId('key')];
    await counter.hit(key);
    opened.advance(20_000);
    const wait = (await counter.hit(key)) ?? Number.NaN;
    expect(wait).toBeGreaterThan(minute - 20_000 - 5_000);
    expect(wait).toBeLessThanOrEqual(minute - 20_000);
  });

  test('counts all instances together, however many ask at once', async () => {
    const key = newId('key');
    const counters = [opened.store, await opened.another('second')].map((store) => store.rateCounter(10));
    const here = opened.home.kind === 'postgres' ? 2 : 1;
    const waits = await Promise.all(Array.from({ length: 40 }, (_, n) => counters[n % here]?.hit(key)));
    expect(waits.filter((wait) => wait === undefined)).toHaveLength(10);
    expect(await counters[1]?.hit(key)).toBeGreaterThan(0);
  });

  test('counts each key by itself', async () => {
    const counter = opened.store.rateCounter(1);
    expect([await counter.hit(newId('key')), await counter.hit(newId('key'))]).toEqual([undefined, undefined]);
  });

  test('says journal_unavailable when it cannot count', async () => {
    const store = await opened.another('closed');
    const counter = store.rateCounter(1);
    await store.close();
    await expect(counter.hit(newId('key'))).rejects.toMatchObject({ refusal: 'journal_unavailable' });
  });
});

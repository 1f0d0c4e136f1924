import { expect, it } from 'vitest';
import { readCache } from '../../src/graph/read-cache.ts';
import { fakeClock } from './fake-clock.ts';

/** Loads that end when the test says so. */
function loads(keepMs: number) {
  const clock = fakeClock();
  const started: { fresh: boolean; end: (failure?: Error) => void }[] = [];
  const cache = readCache(keepMs, clock, (_, fresh) => {
    const { promise, resolve, reject } = Promise.withResolvers<{ load: number }>();
    const load = started.length + 1;
    started.push({ fresh, end: (failure) => (failure ? reject(failure) : resolve({ load })) });
    return promise;
  });
  return { cache, clock, started };
}

it('loads once for all who ask at the same time, kept or not', async () => {
  for (const keepMs of [0, 30_000]) {
    const { cache, started } = loads(keepMs);
    const asked = Array.from({ length: 200 }, () => cache.get('a', false));
    started[0]?.end();
    expect(new Set(await Promise.all(asked))).toEqual(new Set([{ load: 1 }]));
    expect(started).toHaveLength(1);
  }
});

it('keeps what it loaded for its time, and not a moment when it is off', async () => {
  const { cache, clock, started } = loads(30_000);
  const first = cache.get('a', false);
  started[0]?.end();
  await first;
  clock.pass(29_000);
  expect(await cache.get('a', false)).toEqual({ load: 1 });
  clock.pass(2_000);
  cache.get('a', false);
  expect(started).toHaveLength(2);

  const off = loads(0);
  const once = off.cache.get('a', false);
  off.started[0]?.end();
  await once;
  off.cache.get('a', false);
  expect(off.started).toHaveLength(2);
});

it('keeps tenants apart', () => {
  const { cache, started } = loads(30_000);
  cache.get('a', false);
  cache.get('b', false);
  expect(started).toHaveLength(2);
});

it('loads anew for who wants it fresh, and keeps that', async () => {
  const { cache, started } = loads(30_000);
  const first = cache.get('a', false);
  started[0]?.end();
  await first;
  const fresh = cache.get('a', true);
  started[1]?.end();
  expect(await fresh).toEqual({ load: 2 });
  expect(await cache.get('a', false)).toEqual({ load: 2 });
  expect(started.map((load) => load.fresh)).toEqual([false, true]);
});

it('never answers a fresh request with what was asked before it', async () => {
  const { cache, started } = loads(0);
  const running = cache.get('a', false);
  const fresh = [cache.get('a', true), cache.get('a', true)];
  expect(started).toHaveLength(1);
  started[0]?.end();
  expect(await running).toEqual({ load: 1 });
  await expect.poll(() => started.length).toBe(2);
  started[1]?.end();
  expect(await Promise.all(fresh)).toEqual([{ load: 2 }, { load: 2 }]);
});

it('lets nobody join or keep what was under way when it was dropped', async () => {
  const { cache, started } = loads(30_000);
  const before = cache.get('a', false);
  cache.drop('a');
  const after = cache.get('a', false);
  expect(started).toHaveLength(2);
  started[1]?.end();
  started[0]?.end();
  expect(await before).toEqual({ load: 1 });
  expect(await after).toEqual({ load: 2 });
  expect(await cache.get('a', false)).toEqual({ load: 2 });
});

it('forgets a failed load', async () => {
  const { cache, started } = loads(30_000);
  const failed = cache.get('a', false);
  started[0]?.end(new Error('no'));
  await expect(failed).rejects.toThrow('no');
  const next = cache.get('a', false);
  started[1]?.end();
  expect(await next).toEqual({ load: 2 });
});

import { expect, test } from 'vitest';
import { newId } from './builders.ts';
import { onBothDatabases } from './homes.ts';

const leaseMs = 10_000;

onBothDatabases('due table', (opened) => {
  const claim = (kind: string, limit = 100) => opened.store.due.claim(kind, limit, leaseMs);

  async function one() {
    const kind = newId('kind');
    await opened.store.due.ensure(kind, 'tenant');
    const [item] = await claim(kind);
    return { kind, item: item! };
  }

  test('a new row is due at once, and asked for twice is one row', async () => {
    const kind = newId('kind');
    await opened.store.due.ensure(kind, 'tenant');
    await opened.store.due.ensure(kind, 'tenant');
    expect(await claim(kind)).toEqual([{ kind, key: 'tenant', claim: 1, fails: 0 }]);
    expect(await claim(kind)).toEqual([]);
  });

  test('kinds are apart, and a removed row is gone', async () => {
    const kind = newId('kind');
    await opened.store.due.ensure(kind, 'tenant');
    expect(await claim(newId('kind'))).toEqual([]);
    await opened.store.due.remove(kind, 'tenant');
    expect(await claim(kind)).toEqual([]);
  });

  test('20 parallel claims over 200 rows give out each row once', async () => {
    const kind = newId('kind');
    await Promise.all(Array.from({ length: 200 }, (_, n) => opened.store.due.ensure(kind, `tenant ${n}`)));
    const claims = await Promise.all(Array.from({ length: 20 }, () => claim(kind, 10)));
    const keys = claims.flat().map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    const rest = await claim(kind, 200);
    expect(keys.length + rest.length).toBe(200);
  });

  test('is due again after the time given, counting failures in a row', async () => {
    const { kind, item } = await one();
    expect(await opened.store.due.finish(item, 60_000, true)).toBe(true);
    expect(await claim(kind)).toEqual([]);
    opened.advance(60_000);
    const [second] = await claim(kind);
    expect(second).toMatchObject({ claim: 2, fails: 1 });
    await opened.store.due.finish(second!, 0.5, false);
    expect((await claim(kind))[0]).toMatchObject({ fails: 0 });
  });

  test('a lease that was lost and won again does not let the first holder finish', async () => {
    const { kind, item } = await one();
    opened.advance(leaseMs);
    const [again] = await claim(kind);
    expect(await opened.store.due.finish(item, 60_000, false)).toBe(false);
    expect(await opened.store.due.finish(again!, 60_000, false)).toBe(true);
  });

  test('a row removed meanwhile cannot be finished', async () => {
    const { kind, item } = await one();
    await opened.store.due.remove(kind, 'tenant');
    expect(await opened.store.due.finish(item, 0, false)).toBe(false);
  });
});

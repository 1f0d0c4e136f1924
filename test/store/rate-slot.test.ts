import { expect, test } from 'vitest';
import { newId } from './builders.ts';
import { onBothDatabases } from './homes.ts';

const gapMs = 100_000;

onBothDatabases('rate slot', (opened) => {
  test('the first request goes at once, the next ones a gap apart', async () => {
    const slots = opened.store.rateSlot(gapMs);
    const tenant = newId('tenant');
    const waits = await Promise.all(Array.from({ length: 5 }, () => slots.next(tenant)));
    const sorted = waits.sort((a, b) => a - b);
    expect(sorted[0]).toBe(0);
    expect(sorted.map((wait) => Math.ceil(wait / gapMs))).toEqual([0, 1, 2, 3, 4]);
  });

  test('tenants do not wait for each other', async () => {
    const slots = opened.store.rateSlot(gapMs);
    await slots.next(newId('tenant'));
    expect(await slots.next(newId('tenant'))).toBe(0);
  });

  test('instances share the slots', async () => {
    const tenant = newId('tenant');
    await opened.store.rateSlot(gapMs).next(tenant);
    const other = await opened.another('second');
    expect(await other.rateSlot(gapMs).next(tenant)).toBeGreaterThan(gapMs / 2);
  });

  test('a slot not used is not saved up', async () => {
    const slots = opened.store.rateSlot(gapMs);
    const tenant = newId('tenant');
    await slots.next(tenant);
    opened.advance(10 * gapMs);
    expect(await slots.next(tenant)).toBe(0);
    expect(await slots.next(tenant)).toBeGreaterThan(gapMs / 2);
  });

  test('what gives way gets a slot only when nobody has one', async () => {
    const slots = opened.store.rateSlot(gapMs);
    const tenant = newId('tenant');
    expect(await slots.spare(tenant)).toBe(0);
    expect(await slots.next(tenant)).toBeGreaterThan(gapMs / 2);
    expect(await slots.spare(tenant)).toBeGreaterThan(gapMs);
    expect(await slots.next(tenant), 'asking claimed nothing').toBeLessThanOrEqual(2 * gapMs);
    opened.advance(10 * gapMs);
    expect(await slots.spare(tenant)).toBe(0);
  });

  test('no gap, no waiting', async () => {
    const slots = opened.store.rateSlot(0);
    expect([await slots.next('tenant'), await slots.next('tenant')]).toEqual([0, 0]);
    expect([await slots.spare('tenant'), await slots.spare('tenant')]).toEqual([0, 0]);
  });
});

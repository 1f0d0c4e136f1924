import { expect, test } from 'vitest';
import { defaultLimits } from '../../src/http/limits.ts';
import { createTraffic } from '../../src/http/traffic.ts';
import { gate } from './door.ts';

const idle = () => 0;
const done = async () => 'done';

test('refuses what is above the limit, and takes more once something ended', async () => {
  const traffic = createTraffic({ ...defaultLimits, maxInFlight: 1 }, idle);
  const { opened, open } = gate();
  const first = traffic.run('POST', new AbortController(), () => opened);
  const refused = { kind: 'unavailable', status: 503, headers: { 'retry-after': '2' } };
  await expect(traffic.run('POST', new AbortController(), done)).rejects.toMatchObject(refused);
  open();
  await first;
  expect(await traffic.run('POST', new AbortController(), done)).toBe('done');
});

test('counts a handler that failed as ended', async () => {
  const traffic = createTraffic({ ...defaultLimits, maxInFlight: 1 }, idle);
  const fail = () => Promise.reject(new Error('no'));
  await expect(traffic.run('POST', new AbortController(), fail)).rejects.toThrow('no');
  expect(await traffic.run('POST', new AbortController(), done)).toBe('done');
});

test('refuses reads and lets writes through while the event loop lags', async () => {
  const traffic = createTraffic(defaultLimits, () => 501);
  await expect(traffic.run('GET', new AbortController(), done)).rejects.toMatchObject({ kind: 'unavailable' });
  expect(await traffic.run('POST', new AbortController(), done)).toBe('done');
});

test('drains as soon as the last exchange ended, and refuses new work meanwhile', async () => {
  const traffic = createTraffic(defaultLimits, idle);
  const { opened, open } = gate();
  traffic.follow(opened);
  const drained = traffic.drain(60_000);
  await expect(traffic.run('POST', new AbortController(), done)).rejects.toMatchObject({ kind: 'unavailable' });
  open();
  await drained;
});

test('aborts what still runs at the deadline', async () => {
  const traffic = createTraffic(defaultLimits, idle);
  const abort = new AbortController();
  const forever = new Promise<void>(() => {});
  traffic.follow(forever);
  void traffic.run('POST', abort, () => forever);
  await traffic.drain(10);
  expect(abort.signal.aborted).toBe(true);
});

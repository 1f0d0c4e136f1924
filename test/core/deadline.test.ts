import { expect, it } from 'vitest';
import { within } from '../../src/core/deadline.ts';
import { virtualRuntime } from './fakes/runtime.ts';

it('gives what is there in time', async () => {
  expect(await within(virtualRuntime(), 100, Promise.resolve('done'))).toBe('done');
});

it('gives nothing at the deadline, while the work goes on', async () => {
  const runtime = virtualRuntime();
  const work = runtime.sleep(200).then(() => 'done');
  expect(await within(runtime, 100, work)).toBeUndefined();
  expect(await work).toBe('done');
});

it('passes on a failure in time, and keeps a late one from being unhandled', async () => {
  const runtime = virtualRuntime();
  await expect(within(runtime, 100, Promise.reject(new Error('No.')))).rejects.toThrow('No.');
  const late = runtime.sleep(200).then(() => Promise.reject(new Error('Late.')));
  expect(await within(runtime, 100, late)).toBeUndefined();
  await runtime.sleep(300);
});

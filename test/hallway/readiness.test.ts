import { expect, it } from 'vitest';
import { readinessOf } from '../../src/hallway/readiness.ts';
import { virtualRuntime } from '../core/fakes/runtime.ts';

it('looks once a second, however many ask', async () => {
  const runtime = virtualRuntime();
  const state = { store: true, looks: 0 };
  const store = async () => {
    state.looks += 1;
    return state.store;
  };
  const ready = readinessOf({ store, journal: () => true }, runtime);
  expect(await Promise.all([ready(), ready(), ready()])).toEqual(
    [1, 2, 3].map(() => ({ ready: true, checks: { store: true, journal: true } })),
  );
  expect(state.looks).toBe(1);
  state.store = false;
  await runtime.sleep(1_000);
  expect(await ready()).toEqual({ ready: false, checks: { store: false, journal: true } });
  expect(state.looks).toBe(2);
});

it('what cannot be known is asked again at once', async () => {
  let fails = true;
  const ready = readinessOf(
    { store: async () => (fails ? Promise.reject(new Error('Lost.')) : true) },
    virtualRuntime(),
  );
  await expect(ready()).rejects.toThrow('Lost.');
  fails = false;
  expect((await ready()).ready).toBe(true);
});

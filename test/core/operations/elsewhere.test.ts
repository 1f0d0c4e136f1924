import { expect, it } from 'vitest';
import { waitElsewhere } from '../../../src/core/operations/elsewhere.ts';
import type { Operation } from '../../../src/core/operations/operation.ts';
import { virtualRuntime } from '../fakes/runtime.ts';

const limitMs = 60_000;

/** A store in which the operation is running for so long; it counts how often it is asked. */
function waiting(runsMs: number) {
  const runtime = virtualRuntime();
  const started = runtime.now();
  let asked = 0;
  const find = async (): Promise<Operation> => {
    asked += 1;
    const state = runtime.now() - started < runsMs ? 'running' : 'ended';
    return { id: 'op', state } as Operation;
  };
  return { wait: waitElsewhere({ find }, runtime, limitMs), asked: () => asked, waited: () => runtime.now() - started };
}

it('asks once at a time for all who wait', async () => {
  const { wait, asked } = waiting(1_000);
  const answers = await Promise.all(Array.from({ length: 100 }, () => wait('org', 'op')));
  expect(new Set(answers.map((one) => one?.state))).toEqual(new Set(['ended']));
  expect(asked()).toBe(4);
});

it('gives up when the time is over', async () => {
  const { wait, waited } = waiting(10 * limitMs);
  expect(await wait('org', 'op')).toMatchObject({ state: 'running' });
  expect(waited()).toBeGreaterThanOrEqual(limitMs);
  expect(waited()).toBeLessThan(2 * limitMs);
});

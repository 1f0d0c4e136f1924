import { expect, it } from 'vitest';
import { mayMount, outages, writeThrough } from '../e2e/outage.ts';

const attempts = process.env['GATES_SLICE'] ? 50 : 500;
const soonMs = 5_000;
const kinds = (Object.keys(outages) as (keyof typeof outages)[]).filter((kind) => kind !== 'fullDisk');
const withDisk = (await mayMount()) ? (['fullDisk', ...kinds] as const) : kinds;

it.for(withDisk)(`a store that fails (%s) stops all of ${attempts} writes, and soon takes them again`, async (kind) => {
  const recoveredMs = await writeThrough(kind, attempts);
  process.stdout.write(`${kind}: ${attempts} attempts, writing again after ${Math.round(recoveredMs)} ms\n`);
  expect(recoveredMs).toBeLessThan(soonMs);
});

import { expect, it } from 'vitest';
import { playApprovals } from '../core/operations/approval-schedules.ts';

const runs = process.env['GATES_SLICE'] ? 200 : 1_000;

it(`nothing is written without a second person’s approval, whoever does what in ${runs} schedules`, async () => {
  expect(await playApprovals(runs)).toBeGreaterThan(runs / 10);
});

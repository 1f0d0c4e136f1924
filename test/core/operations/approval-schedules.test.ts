import { expect, it } from 'vitest';
import { playApprovals } from './approval-schedules.ts';

it('nothing is written without a second person’s approval, whoever does what in 100 schedules', {
  timeout: 120_000,
}, async () => {
  expect(await playApprovals(100)).toBeGreaterThan(10);
});

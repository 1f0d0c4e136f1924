import { refuse } from '../errors.ts';
import type { Operation } from './operation.ts';

/** What can no longer be pressed, because its time is over or somebody took it back. */
export function refuseWithdrawn({ state, approval }: Operation): void {
  const what = approval ? 'request' : 'confirmation';
  if (state === 'expired') refuse('precondition_failed', `This ${what} ran out. Start again.`);
  if (state === 'cancelled') refuse('precondition_failed', `This ${what} was cancelled. Start again.`);
  if (state === 'denied') refuse('precondition_failed', 'This request was denied. Nothing was changed.');
}

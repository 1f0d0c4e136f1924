import type { WriteOutcome } from '../graph-answers.ts';
import type { Step, StepStatus } from './operation.ts';

const statuses = { ok: 'ok', refused: 'failed', unknown: 'unknown' } as const satisfies Record<
  WriteOutcome['kind'],
  StepStatus
>;

/** The step that a write was, with Graph's refusal where there is one. */
export function stepOf(name: string, outcome: WriteOutcome): Step {
  const refusal = outcome.kind === 'ok' ? undefined : outcome.refusal;
  return { name, status: statuses[outcome.kind], ...(refusal && { refusal }) };
}

export function skipped(name: string): Step {
  return { name, status: 'skipped' };
}

export function done(name: string): Step {
  return { name, status: 'ok' };
}

/** True exactly when granting consent again would let one of the writes through. */
export function needsReconsent(steps: readonly Step[]): boolean {
  return steps.some(({ status, refusal }) => status === 'failed' && refusal?.needsReconsent === true);
}

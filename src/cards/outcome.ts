import type { PolicyOperation, PolicyResult, Step, StepStatus } from '../core/operations/operation.ts';
import { refusalWords } from './refusals.ts';
import { utc } from './time.ts';

/** What became of an operation, for the header of its card: container style, result in a word, and heading. */
export type Outcome = { style: 'good' | 'warning' | 'attention' | 'emphasis'; word: string; heading: string };

/** The values of a result in words, safe to show but not escaped for Markdown. */
export type Values = { from: string; to: string; now: string };

const done = { harden: 'Hardened and checked', undo: 'Put back and checked' } as const;

export function outcomeOf(operation: PolicyOperation, values: Values): Outcome {
  if (operation.state !== 'ended') return unfinished(operation, operation.state);
  return operation.result ? ended(operation, operation.result, values) : unrecorded;
}

export const unrecorded: Outcome = {
  style: 'warning',
  word: 'Not known',
  heading: 'Not known yet: no outcome was recorded',
};

export function unfinished(
  { expiresAt }: Pick<PolicyOperation, 'expiresAt'>,
  state: Exclude<PolicyOperation['state'], 'ended'>,
): Outcome {
  const outcomes = {
    proposed: { style: 'emphasis', word: 'Waiting', heading: 'Waiting for confirmation' },
    awaitingApproval: { style: 'warning', word: 'Waiting', heading: 'Approval needed: a second person must agree' },
    denied: { style: 'emphasis', word: 'Not done', heading: 'Denied. Nothing was changed.' },
    running: { style: 'emphasis', word: 'Waiting', heading: 'Writing… Checking…' },
    cancelled: { style: 'emphasis', word: 'Not done', heading: 'Cancelled. Nothing was changed.' },
    expired: {
      style: 'emphasis',
      word: 'Not done',
      heading: `This confirmation ran out at ${utc(expiresAt)}. Nothing was changed.`,
    },
  } as const satisfies Record<typeof state, Outcome>;
  return outcomes[state];
}

function ended(operation: PolicyOperation, result: PolicyResult, values: Values): Outcome {
  const { applied, verified, refused } = result;
  if (refused !== undefined) return { style: 'attention', word: 'Not done', heading: 'Not changed' };
  if (applied && verified) return { style: 'good', word: 'Done', heading: done[operation.verb] };
  if (verified) return { style: 'good', word: 'Done', heading: `Nothing to do: it already reads ${values.now}` };
  const writes = operation.steps.filter(({ name }) => !besideWrites.includes(name));
  if (writes.some(({ status }) => status === 'unknown')) return notKnown(result, values);
  if (new Set(writes.map(({ status }) => status)).size > 1) return partly(writes);
  return applied
    ? { style: 'warning', word: 'Partly done', heading: writtenOnly(result, values) }
    : notChanged(operation, result);
}

const besideWrites = ['read', 'verify'];

/** One object of several was written and another was not. */
function partly(writes: readonly Step[]): Outcome {
  const ok = writes.filter(({ status }) => status === 'ok').length;
  return {
    style: 'warning',
    word: 'Partly done',
    heading: `Only partly changed: ${ok} of ${writes.length} were written`,
  };
}

function notKnown(result: PolicyResult, values: Values): Outcome {
  const check = result.now === undefined ? 'it could not be read afterwards' : `it reads ${values.now} so far`;
  return { style: 'warning', word: 'Not known', heading: `Not known yet: no answer to the write, and ${check}` };
}

function writtenOnly(result: PolicyResult, values: Values): string {
  return result.now === undefined
    ? 'Written, but it could not be read back'
    : `Written, but the check still reads ${values.now}`;
}

function notChanged({ steps }: PolicyOperation, { needsReconsent }: PolicyResult): Outcome {
  const refusal = steps.find(({ status }) => status === 'failed')?.refusal;
  const why = refusal ? refusalWords(refusal).why : 'the write did not take effect';
  return { style: 'attention', word: 'Not done', heading: `Not changed: ${needsReconsent ? 'consent needed' : why}` };
}

export function statusOfStep({ steps }: Pick<PolicyOperation, 'steps'>, name: string): StepStatus | undefined {
  return steps.find((step) => step.name === name)?.status;
}

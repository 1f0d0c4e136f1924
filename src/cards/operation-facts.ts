import type { Operation, PolicyOperation, Step, StepStatus } from '../core/operations/operation.ts';
import { findPolicy } from '../core/policies/allow-list.ts';
import type { PolicyValue } from '../core/policies/entry.ts';
import { statusOfStep, type Values } from './outcome.ts';
import { graphDetail } from './refusals.ts';
import { markdown } from './text.ts';
import { valueWords } from './values.ts';

/** A value of a setting that is no longer listed is shown as it is. */
export function valuesOf({ result, target }: PolicyOperation): Values {
  const policy = findPolicy(target.id) ?? { words: [] };
  const words = (value: PolicyValue | undefined) => valueWords(policy, value ?? null);
  return { from: words(result?.from), to: words(result?.to), now: words(result?.now) };
}

/** Before, wanted and now, then each step told apart. None for an operation that never got to reading. */
export function operationFacts(operation: PolicyOperation, { from, to, now }: Values) {
  const { result, steps } = operation;
  if (!result || result.refused !== undefined) return [];
  const read = result.now === undefined ? undefined : markdown(now);
  return [
    { title: 'Before', value: statusOfStep(operation, 'read') === 'failed' ? 'Not read' : markdown(from) },
    { title: 'Wanted', value: markdown(to) },
    { title: 'Now', value: read ?? 'Not read' },
    ...steps.map((step) => stepFact(step, read)),
  ];
}

/** What Microsoft's support asks for, one line per refusal. */
export function operationDetails({ steps }: Pick<Operation, 'steps'>) {
  const details = steps.map(({ refusal }) => (refusal ? graphDetail(refusal) : ''));
  return details.filter((text) => text !== '').map((text) => ({ text }));
}

const titles: Readonly<Record<string, string>> = {
  read: 'Read first',
  write: 'Write',
  create: 'Create',
  delete: 'Delete',
  verify: 'Check',
};
const ofDomain = 'domain ';

function stepFact({ name, status }: Step, now: string | undefined) {
  if (name.startsWith(ofDomain)) {
    return { title: 'Domain', value: `${markdown(name.slice(ofDomain.length))}: ${stepWords[status]}` };
  }
  const value = name === 'verify' ? checkWords(now)[status] : stepWords[status];
  return { title: titles[name] ?? markdown(name), value };
}

export const stepWords = {
  ok: '✓ Done',
  failed: '✕ Failed',
  unknown: '? No answer',
  skipped: '– Not sent',
} as const satisfies Record<StepStatus, string>;

function checkWords(now: string | undefined) {
  return {
    ok: now === undefined ? '✓ Done' : `✓ Reads ${now}`,
    failed: now === undefined ? '✕ Failed' : `✕ Still reads ${now}`,
    unknown: '? Could not be read',
    skipped: '– Not needed',
  } as const satisfies Record<StepStatus, string>;
}

import { inWords } from '../core/policies/compare.ts';
import type { PolicyEntry, PolicyValue } from '../core/policies/entry.ts';
import { plain } from './text.ts';

/** Longer than every value that is known; an unknown one comes from the tenant and may be anything. */
const maxValue = 100;

/** A setting's value as a person reads it. */
export function valueWords(policy: Pick<PolicyEntry, 'words'>, value: PolicyValue): string {
  return plain(inWords(policy, value), maxValue);
}

import { refuse } from '../errors.ts';
import { nearest } from '../nearest.ts';
import type { Target } from '../operations/operation.ts';
import { allowList, findPolicy } from './allow-list.ts';
import type { PolicyEntry } from './entry.ts';

export function policyTarget({ key, title }: PolicyEntry): Target {
  return { kind: 'policy', id: key, label: title };
}

export function requirePolicy(key: string): PolicyEntry {
  return findPolicy(key) ?? refuse('unknown_policy', `There is no policy with that key. ${hint(key)}`);
}

function hint(key: string): string {
  const near = nearest(
    key,
    allowList.map((policy) => policy.key),
  );
  return near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Select a policy in the posture to see its key.';
}

import { refuse } from '../errors.ts';
import type { GraphRefusal, Reading } from '../graph-answers.ts';
import { refuseUnread } from '../policies/policy-work.ts';

/** What was read, or a refusal that says why there is nothing to show or to act on. */
export function requireRead<T>(reading: Reading<T>): T {
  return reading.status === 'ok' ? reading.value : refuseUnreadable(reading.refusal);
}

export function refuseUnreadable(refusal: GraphRefusal): never {
  if (!refusal.needsReconsent) refuseUnread(refusal);
  refuse(
    'precondition_failed',
    "Bulwark's permission to read this tenant is missing or has expired. Ask an admin to grant consent again; then try again.",
    { graph: refusal },
  );
}

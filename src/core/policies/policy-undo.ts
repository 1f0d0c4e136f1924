import { gates } from '../access.ts';
import { refuse } from '../errors.ts';
import { requirePolicy } from '../harden.ts';
import { isOnPolicy, type Operation } from '../operations/operation.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import { refuseNothingToPutBack, refuseUnknownOperation } from '../operations/withdrawn.ts';
import type { Work } from '../operations/work.ts';
import type { Runtime } from '../runtime.ts';
import { inWords, sameValue } from './compare.ts';
import type { PolicyEntry, PolicyValue } from './entry.ts';
import type { PolicyPort } from './policy-port.ts';
import { type PolicyPlan, policyWork, requireValue } from './policy-work.ts';

/** Writes the captured value of a setting back. */
export function policyUndoWork(policies: PolicyPort, store: OperationStore, runtime: Runtime): Work {
  return policyWork(gates.harden, policies, runtime, async ({ organization, of = '' }) =>
    planPolicyUndo((await store.find(organization, of)) ?? refuseUnknownOperation()),
  );
}

/** It wrote, or may have written, and the earlier value was captured. */
export function isPolicyUndoable(operation: Operation): boolean {
  return (
    operation.verb === 'harden' &&
    operation.state === 'ended' &&
    operation.before !== undefined &&
    ((isOnPolicy(operation) && operation.result?.applied === true) ||
      operation.steps.some(({ name, status }) => name === 'write' && status === 'unknown'))
  );
}

export function planPolicyUndo(original: Operation): PolicyPlan {
  if (!isOnPolicy(original) || !isPolicyUndoable(original) || !original.before || !original.result) {
    return refuseNothingToPutBack();
  }
  const entry = requirePolicy(original.target.id);
  const to = requireValue(entry, original.before);
  const wrote = original.result.to;
  return {
    entry,
    change: { kind: 'restore', captured: original.before },
    to,
    reached: (value) => sameValue(value, to),
    guard: async (_connection, current) => refuseChangedSince(entry, current, wrote),
  };
}

/** The third way of the three-way check: neither what Bulwark wrote nor what was there before. */
function refuseChangedSince(entry: PolicyEntry, current: PolicyValue, wrote: PolicyValue): void {
  if (sameValue(current, wrote)) return;
  const now = inWords(entry, current);
  refuse(
    'precondition_failed',
    `It was changed again after Bulwark set it: it now reads ${now}. Nothing was done. To change it, do so in Entra.`,
  );
}

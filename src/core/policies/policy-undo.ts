import { gates } from '../access.ts';
import { refuse } from '../errors.ts';
import type { Reading } from '../graph-answers.ts';
import { requirePolicy } from '../harden.ts';
import { isOnPolicy, type Operation } from '../operations/operation.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import { refuseNothingToPutBack, refuseUnknownOperation } from '../operations/withdrawn.ts';
import type { Work } from '../operations/work.ts';
import type { Runtime } from '../runtime.ts';
import { writtenTime } from '../time.ts';
import type { Change } from './change-log.ts';
import { inWords, sameValue } from './compare.ts';
import type { PolicyEntry, PolicyValue } from './entry.ts';
import type { PolicyPort } from './policy-port.ts';
import { type PolicyPlan, policyWork, requireValue } from './policy-work.ts';

/** Writes the captured value of a setting back. */
export function policyUndoWork(policies: PolicyPort, store: OperationStore, runtime: Runtime): Work {
  return policyWork(gates.harden, policies, runtime, async ({ organization, of = '' }) =>
    planPolicyUndo(policies, (await store.find(organization, of)) ?? refuseUnknownOperation()),
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

export function planPolicyUndo(policies: PolicyPort, original: Operation): PolicyPlan {
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
    guard: async (connection, current) => {
      if (sameValue(current, wrote)) return;
      const since = original.endedAt ?? original.createdAt;
      refuseChanged(entry, current, await policies.lastChange(connection, entry, since));
    },
  };
}

/** The third way of the three-way check: neither what Bulwark wrote nor what was there before. */
function refuseChanged(entry: PolicyEntry, current: PolicyValue, change: Reading<Change | undefined>): never {
  const now = inWords(entry, current);
  refuse(
    'precondition_failed',
    `It was changed again after Bulwark set it: it now reads ${now}. ${changedBy(change)}Nothing was done. To change it, do so in Entra.`,
  );
}

function changedBy(change: Reading<Change | undefined>): string {
  if (change.status !== 'ok' || !change.value) return '';
  const { at, by = 'someone it does not name' } = change.value;
  return `The tenant's audit log names ${by} as the last to change this policy, at ${writtenTime(at)}. `;
}

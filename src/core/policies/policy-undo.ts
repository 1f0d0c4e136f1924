import { gates } from '../access.ts';
import { refuse } from '../errors.ts';
import type { Reading } from '../graph-answers.ts';
import { changeOf } from '../harden-work.ts';
import { isOnPolicy, type Operation } from '../operations/operation.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import { refuseNothingToPutBack, refuseUnknownOperation } from '../operations/withdrawn.ts';
import type { Work } from '../operations/work.ts';
import type { Runtime } from '../runtime.ts';
import { writtenTime } from '../time.ts';
import type { Change } from './change-log.ts';
import { type GraphDocument, inWords } from './compare.ts';
import type { PolicyEntry } from './entry.ts';
import type { GuidedInput } from './guided-fields.ts';
import type { PolicyChange, PolicyPort } from './policy-port.ts';
import { type PolicyPlan, policyWork, requireJudged } from './policy-work.ts';
import { requirePolicy } from './require-policy.ts';
import { agrees, ownedIn, wantedBy } from './wanted.ts';

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
      operation.steps.some(({ name, status }) => isWrite(name) && status === 'unknown'))
  );
}

function isWrite(step: string): boolean {
  return step !== 'read' && step !== 'verify';
}

export function planPolicyUndo(policies: PolicyPort, original: Operation): PolicyPlan {
  const { before } = original;
  if (!isOnPolicy(original) || !isPolicyUndoable(original) || !before) return refuseNothingToPutBack();
  const entry = requirePolicy(original.target.id);
  const wrote = changeOf(original.input as GuidedInput | undefined);
  return {
    entry,
    change: { kind: 'restore', captured: before },
    to: requireJudged(entry, before).value,
    reached: (document, id) => isBack(entry, before, document, id),
    async guard(connection, current) {
      if (isOurs(entry, current, before, wrote)) return;
      const since = original.endedAt ?? original.createdAt;
      refuseChanged(entry, current, await policies.lastChange(connection, entry, since));
    },
  };
}

/** Equal in everything that the entry may write. An object that has gone since has nothing to be put back. */
function isBack(entry: PolicyEntry, before: GraphDocument, document: GraphDocument, id?: string): boolean {
  const earlier = ownedIn(entry, before);
  const present = ownedIn(entry, document).filter((object) => id === undefined || object.id === id);
  return present.every((object) => {
    const was = earlier.find((one) => one.id === object.id);
    return !was || agrees(object.fields, was.fields);
  });
}

/** Each property is as Bulwark wrote it, or as it was before; a domain that came since is not looked at. */
function isOurs(entry: PolicyEntry, current: GraphDocument, before: GraphDocument, change: PolicyChange): boolean {
  const earlier = ownedIn(entry, before);
  const written = wantedBy(entry, change, before);
  return ownedIn(entry, current).every(({ id, fields }) => {
    const states = [earlier, written].flatMap((all) => all.find((one) => one.id === id) ?? []);
    const isKnown = (name: string) => states.some((state) => agrees(fields[name], state.fields[name]));
    return states.length === 0 || Object.keys(fields).every(isKnown);
  });
}

/** The third way of the three-way check: neither what Bulwark wrote nor what was there before. */
function refuseChanged(entry: PolicyEntry, current: GraphDocument, change: Reading<Change | undefined>): never {
  const now = inWords(entry, requireJudged(entry, current).value);
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

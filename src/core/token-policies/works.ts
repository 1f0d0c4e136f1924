import { gates } from '../access.ts';
import { isOnTokenPolicy, type Operation, type OperationDraft, type Target } from '../operations/operation.ts';
import type { OperationStore } from '../operations/operation-store.ts';
import { refuseNothingToPutBack } from '../operations/withdrawn.ts';
import type { Work } from '../operations/work.ts';
import type { Runtime } from '../runtime.ts';
import { planAssignment, planUnassignment } from './assignment.ts';
import { type BeforeRemoval, earlierValues, planRemoval, planUpdate } from './change.ts';
import { planCreation } from './create.ts';
import { planRestoration } from './restore.ts';
import type { HolderRef, NewTokenPolicy, TokenPolicyChange } from './token-policy.ts';
import type { TokenPolicyPort } from './token-policy-port.ts';
import { type TokenPolicyPlan, tokenPolicyWork } from './token-policy-work.ts';

type Plan = (port: TokenPolicyPort, draft: OperationDraft) => TokenPolicyPlan;

const plans = {
  createTokenPolicy: (port, { input }) => planCreation(port, input as NewTokenPolicy),
  updateTokenPolicy: (port, { target, input }) => planUpdate(port, target.id, input as TokenPolicyChange),
  deleteTokenPolicy: (port, { target }) => planRemoval(port, target.id),
  assignTokenPolicy: (port, { target }) => planAssignment(port, { ...linkOf(target), undoing: false }),
  unassignTokenPolicy: (port, { target }) => planUnassignment(port, { ...linkOf(target), undoing: false }),
} satisfies Record<string, Plan>;

type TokenPolicyVerb = keyof typeof plans;

type UndoPlan = (port: TokenPolicyPort, original: Operation) => TokenPolicyPlan;

const undoPlans: Record<TokenPolicyVerb, UndoPlan> = {
  createTokenPolicy: (port, original) => planRemoval(port, createdId(original), original.input as NewTokenPolicy),
  updateTokenPolicy: (port, { target, input, before = {} }) => {
    const wrote = input as TokenPolicyChange;
    return planUpdate(port, target.id, earlierValues(before, wrote), { wrote });
  },
  deleteTokenPolicy: (port, { before = {} }) => planRestoration(port, before as BeforeRemoval),
  assignTokenPolicy: (port, { target }) => planUnassignment(port, { ...linkOf(target), undoing: true }),
  unassignTokenPolicy: (port, { target }) => planAssignment(port, { ...linkOf(target), undoing: true }),
};

/** What the engine runs for each verb. */
export function tokenPolicyWorks(port: TokenPolicyPort, runtime: Runtime): Record<TokenPolicyVerb, Work> {
  const workOf = (plan: Plan) => tokenPolicyWork(gates.writeTokenPolicies, runtime, async (draft) => plan(port, draft));
  return {
    createTokenPolicy: workOf(plans.createTokenPolicy),
    updateTokenPolicy: workOf(plans.updateTokenPolicy),
    deleteTokenPolicy: workOf(plans.deleteTokenPolicy),
    assignTokenPolicy: workOf(plans.assignTokenPolicy),
    unassignTokenPolicy: workOf(plans.unassignTokenPolicy),
  };
}

export function tokenPolicyUndoWork(port: TokenPolicyPort, store: OperationStore, runtime: Runtime): Work {
  return tokenPolicyWork(gates.writeTokenPolicies, runtime, async ({ organization, of = '' }) => {
    const original = await store.find(organization, of);
    if (!original || !isTokenPolicyUndoable(original)) return refuseNothingToPutBack();
    return undoPlans[original.verb as TokenPolicyVerb](port, original);
  });
}

/** It wrote, or may have written, and what was there before was captured. */
export function isTokenPolicyUndoable(original: Operation): boolean {
  const { state, before, verb, steps, result } = original;
  if (!isOnTokenPolicy(original) || !Object.hasOwn(undoPlans, verb) || state !== 'ended' || !before) return false;
  if (verb === 'createTokenPolicy') return original.result?.policy !== undefined;
  return result?.kind === 'tokenPolicy' && (result.applied || steps.some(({ status }) => status === 'unknown'));
}

/** What an undo acts on: for a creation the policy it made. */
export function undoTarget(original: Operation): Target {
  const { target, verb } = original;
  return verb === 'createTokenPolicy' ? { ...target, id: createdId(original) } : target;
}

function createdId({ result }: Operation): string {
  const policy = result?.kind === 'tokenPolicy' ? result.policy : undefined;
  return policy?.id ?? refuseNothingToPutBack();
}

function linkOf(target: Target): { policyId: string; holder: HolderRef } {
  const holder = target.kind === 'tokenPolicy' ? target.holder : undefined;
  if (!holder) throw new Error('An assignment names what the policy is assigned to.');
  return { policyId: target.id, holder };
}

import type { ContainmentResult } from '../core/containment/results.ts';
import type { Step, UserOperation } from '../core/operations/operation.ts';
import { actorName } from './actor.ts';
import { refusalWords } from './refusals.ts';
import { markdown } from './text.ts';
import { utc } from './time.ts';

type Fact = { title: string; value: string };

/** Each write told apart, then who decided. */
export function userFacts(operation: UserOperation): readonly Fact[] {
  return [...resultFacts(operation), ...approvalFacts(operation)];
}

function resultFacts({ result, steps, state }: UserOperation): readonly Fact[] {
  if (state !== 'ended' || !result || result.refused !== undefined) return [];
  if (result.kind === 'containment') return containmentFacts(result, steps);
  if (result.kind === 'release')
    return [fact('Account', result.enabled ? onWords(result.verified) : no(steps, 'enable'))];
  return [fact('Risk', result.applied ? '✓ Told to Identity Protection' : `✕ ${whyNot(steps.find(isNotDone))}`)];
}

function containmentFacts(result: ContainmentResult, steps: readonly Step[]): readonly Fact[] {
  const disabled = result.disabled
    ? `✓ Yes${result.verified.disabled ? ', checked' : ''}${result.wasEnabled ? '' : ' (it was off already)'}`
    : no(steps, 'disable');
  const revoked = result.sessionsRevoked
    ? `✓ Yes${result.verified.sessionsRevoked ? ', checked' : ''} (can take a few minutes to reach every app)`
    : no(steps, 'revoke');
  return [fact('Disabled', disabled), fact('Signed out', revoked)];
}

function onWords(verified: boolean): string {
  return verified ? '✓ On again, checked' : '✓ Written, but the check still reads disabled';
}

function no(steps: readonly Step[], name: string): string {
  return `✕ ${whyNot(steps.find((step) => step.name === name))}`;
}

function isNotDone({ status }: Step): boolean {
  return status !== 'ok';
}

function whyNot(step: Step | undefined): string {
  if (step?.status === 'unknown') return 'Not known: there was no answer';
  return step?.refusal ? `No, ${refusalWords(step.refusal).why}` : 'No';
}

function approvalFacts({ state, approval, approvedBy, deniedBy, expiresAt }: UserOperation): readonly Fact[] {
  return [
    state === 'awaitingApproval' && approval ? fact('Why two', approval.why) : undefined,
    state === 'awaitingApproval' ? fact('Until', utc(expiresAt)) : undefined,
    approvedBy ? fact('Approver', actorName(approvedBy)) : undefined,
    deniedBy ? fact('Denied by', actorName(deniedBy)) : undefined,
  ].filter((one) => one !== undefined);
}

function fact(title: string, value: string): Fact {
  return { title, value: markdown(value) };
}

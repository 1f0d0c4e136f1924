import type { ContainmentResult } from '../core/containment/results.ts';
import type { Step, UserOperation } from '../core/operations/operation.ts';
import { approvalFacts, type Fact, fact } from './approval-request.ts';
import { refusalWords } from './refusals.ts';

/** Each write told apart, then who decided. */
export function userFacts(operation: UserOperation): readonly Fact[] {
  return [...resultFacts(operation), ...approvalFacts(operation)];
}

function resultFacts({ result, steps, state }: UserOperation): readonly Fact[] {
  if (state !== 'ended' || !result || result.refused !== undefined) return [];
  if (result.kind === 'containment') return containmentFacts(result, steps);
  if (result.kind === 'release')
    return [fact('Account', result.enabled ? onWords(result.verified) : no(steps, 'enable'))];
  return [fact('Risk', result.applied ? '✓ Told to Identity Protection' : whyNot(steps.find(isNotDone)))];
}

function containmentFacts(result: ContainmentResult, steps: readonly Step[]): readonly Fact[] {
  const { wasEnabled, verified } = result;
  const off = wasEnabled ? yes(verified.disabled) : '✓ Yes (it was off already)';
  const disabled = result.disabled ? off : no(steps, 'disable');
  const revoked = result.sessionsRevoked
    ? `${yes(verified.sessionsRevoked)} (can take a few minutes to reach every app)`
    : no(steps, 'revoke');
  return [fact('Disabled', disabled), fact('Signed out', revoked)];
}

/** Microsoft Graph took the write; only a re-read shows that it took effect. */
function yes(isSeen: boolean): string {
  return isSeen ? '✓ Yes, checked' : '✓ Written, but the check does not show it yet';
}

function onWords(verified: boolean): string {
  return verified ? '✓ On again, checked' : '✓ Written, but the check still reads disabled';
}

function no(steps: readonly Step[], name: string): string {
  return whyNot(steps.find((step) => step.name === name));
}

function isNotDone({ status }: Step): boolean {
  return status !== 'ok';
}

function whyNot(step: Step | undefined): string {
  if (step?.status === 'unknown') return '? Not known: there was no answer';
  return step?.refusal ? `✕ No, ${refusalWords(step.refusal).why}` : '✕ No';
}

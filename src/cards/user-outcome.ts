import type { ContainmentResult, UserResult } from '../core/containment/results.ts';
import type { UserOperation, UserVerb } from '../core/operations/operation.ts';
import { type Outcome, unrecorded } from './outcome.ts';
import { utc } from './time.ts';

/** What became of an operation on a user, for the header of its card. */
export function userOutcome(operation: UserOperation, name: string): Outcome {
  if (operation.state !== 'ended') return unfinished(operation, operation.state, name);
  return operation.result ? ended(operation, operation.result, name) : unrecorded;
}

const asked = {
  contain: 'Contain',
  release: 'Release',
  confirmCompromised: 'Confirm as compromised:',
  dismissRisk: 'Dismiss the risk of',
} as const satisfies Record<UserVerb, string>;

function unfinished(
  { verb, expiresAt }: UserOperation,
  state: Exclude<UserOperation['state'], 'ended'>,
  name: string,
): Outcome {
  const waiting = { style: 'emphasis', word: 'Waiting' } as const;
  const notDone = { style: 'emphasis', word: 'Not done' } as const;
  const outcomes = {
    proposed: { ...waiting, heading: `Waiting for confirmation: ${asked[verb]} ${name}` },
    awaitingApproval: { ...waiting, style: 'warning', heading: `Approval needed: ${asked[verb]} ${name}` },
    running: { ...waiting, heading: `Writing… Checking… ${asked[verb]} ${name}` },
    cancelled: { ...notDone, heading: 'Cancelled. Nothing was changed.' },
    denied: { ...notDone, heading: 'Denied. Nothing was changed.' },
    expired: { ...notDone, heading: `This ran out at ${utc(expiresAt)}. Nothing was changed.` },
  } as const satisfies Record<typeof state, Outcome>;
  return outcomes[state];
}

function ended(operation: UserOperation, result: UserResult, name: string): Outcome {
  if (result.refused !== undefined) return { style: 'attention', word: 'Not done', heading: `Not done: ${name}` };
  if (result.kind === 'containment') return contained(operation, result, name);
  const isDone = result.kind === 'release' ? result.enabled : result.applied;
  if (result.kind === 'release' && result.enabled && !result.verified) {
    return { style: 'warning', word: 'Partly done', heading: `Written, but the check still reads disabled: ${name}` };
  }
  if (isDone) return { style: 'good', word: 'Done', heading: `${doneWords[operation.verb]}: ${name}` };
  return isUnknown(operation) ? unknownYet(name) : failed(`Not done: ${name}`, result.needsReconsent);
}

const doneWords = {
  contain: 'Contained',
  release: 'Released and checked',
  confirmCompromised: 'Confirmed as compromised',
  dismissRisk: 'Risk dismissed',
} as const satisfies Record<UserVerb, string>;

function contained(operation: UserOperation, result: ContainmentResult, name: string): Outcome {
  const { disabled, sessionsRevoked, needsReconsent } = result;
  if (disabled && sessionsRevoked) {
    return isChecked(result)
      ? { style: 'good', word: 'Done', heading: `Contained: ${name}` }
      : { style: 'warning', word: 'Partly done', heading: `Written, but the check does not show it yet: ${name}` };
  }
  if (disabled || sessionsRevoked) {
    return { style: 'warning', word: 'Partly done', heading: `Only partly contained: ${name}` };
  }
  return isUnknown(operation) ? unknownYet(name) : failed(`Not contained: ${name}`, needsReconsent);
}

/** An account that was read as off before is known to be off. */
function isChecked({ wasEnabled, verified }: ContainmentResult): boolean {
  return (verified.disabled || !wasEnabled) && verified.sessionsRevoked;
}

function unknownYet(name: string): Outcome {
  return { style: 'warning', word: 'Not known', heading: `Not known yet: ${name}` };
}

function failed(heading: string, needsReconsent: boolean): Outcome {
  return { style: 'attention', word: 'Not done', heading: needsReconsent ? `${heading}, consent needed` : heading };
}

function isUnknown({ steps }: UserOperation): boolean {
  return steps.some(({ status }) => status === 'unknown');
}

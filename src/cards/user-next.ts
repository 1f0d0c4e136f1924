import { hasFailed } from '../core/containment/contain.ts';
import { containmentSteps } from '../core/containment/results.ts';
import type { UserOperation } from '../core/operations/operation.ts';

/** Whether a containment left a write to try again that Microsoft may yet accept. */
export function canTryRest(operation: UserOperation): boolean {
  const wasTried = operation.verb === 'contain' && operation.result?.refused === undefined;
  return wasTried && containmentSteps.some((name) => hasFailed(operation, name) && !isPrivileged(operation, name));
}

/** Whether the operation turned the account off, so that release may turn it on again. */
export function turnedOff({ result }: UserOperation): boolean {
  return result?.kind === 'containment' && result.disabled && result.wasEnabled;
}

function isPrivileged({ steps }: UserOperation, name: string): boolean {
  return steps.some((step) => step.name === name && step.refusal?.reason === 'privilegedTarget');
}

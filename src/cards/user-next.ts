import { hasFailed } from '../core/containment/contain.ts';
import { containmentSteps } from '../core/containment/results.ts';
import type { UserOperation } from '../core/operations/operation.ts';

/** Whether a containment left a write to try again. */
export function canTryRest(operation: UserOperation): boolean {
  const wasTried = operation.verb === 'contain' && operation.result?.refused === undefined;
  return wasTried && containmentSteps.some((step) => hasFailed(operation, step));
}

/** Whether the operation turned the account off, so that release may turn it on again. */
export function turnedOff({ result }: UserOperation): boolean {
  return result?.kind === 'containment' && result.disabled && result.wasEnabled;
}

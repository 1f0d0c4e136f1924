import type { TokenPolicyOperation } from '../core/operations/operation.ts';

/** `data` of an undo on a token policy. A policy that was created anew has another id than before. */
export function tokenPolicyBody({ target, result }: Pick<TokenPolicyOperation, 'target' | 'result'>) {
  return {
    policyId: result?.policy?.id ?? target.id,
    applied: result?.applied ?? false,
    verified: result?.verified ?? false,
    needsReconsent: result?.needsReconsent ?? false,
  };
}

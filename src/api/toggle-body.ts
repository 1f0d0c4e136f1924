import type { Operation, OperationDraft } from '../core/operations/operation.ts';

/** `data` of POST /tenants/me/policies/toggle, exactly as documented. */
export function toggleBody({ target, result }: OperationDraft & Pick<Operation, 'result'>) {
  const known = result && 'applied' in result && 'verified' in result ? result : undefined;
  return {
    key: target.id,
    applied: known?.applied ?? false,
    verified: known?.verified ?? false,
    needsReconsent: known?.needsReconsent ?? false,
  };
}

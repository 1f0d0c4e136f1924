import type { Operation, OperationDraft } from '../core/operations/operation.ts';

/** `data` of POST /tenants/me/policies/toggle, exactly as documented. */
export function toggleBody({ target, result }: OperationDraft & Pick<Operation, 'result'>) {
  return {
    key: target.id,
    applied: result?.applied ?? false,
    verified: result?.verified ?? false,
    needsReconsent: result?.needsReconsent ?? false,
  };
}

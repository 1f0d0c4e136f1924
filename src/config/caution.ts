import { z } from 'zod/v4';
import { type ProtectedKey, parseProtected } from '../core/containment/protected-list.ts';
import { isRefusal } from '../core/errors.ts';
import { type Verb, verbs } from '../core/operations/operation.ts';
import type { Limit } from '../core/operations/operation-store.ts';
import { list } from './lists.ts';

/** What takes more than one person, and what is never touched. */
export type Caution = {
  /** Accounts that are never touched; the simulated world adds its own. */
  protectedAccounts: readonly ProtectedKey[];
  /** Verbs that always take two people. */
  approvalVerbs: readonly Verb[];
  approvalTtlMs: number;
  /** What one conversation or key may contain in a tenant before a second person is asked. */
  containLimits: readonly Limit[];
};

const accounts = list.transform((listed, context) => {
  if (listed.length === 1 && listed[0]?.toLowerCase() === 'none') return [];
  if (listed.length === 0) context.addIssue({ code: 'custom', message: 'Name the protected accounts, or "none"' });
  return listed.map((one) => parseAccount(one, context));
});
const count = z.coerce.number().int().min(0).max(100_000);

export const cautionVariables = {
  PROTECTED: accounts.optional(),
  APPROVAL_VERBS: list.pipe(z.array(z.enum(verbs))).default([]),
  APPROVAL_TTL_S: z.coerce.number().min(0).max(86_400).default(900),
  CONTAIN_MAX_10MIN: count.default(5),
  CONTAIN_MAX_DAY: count.default(20),
};

const variables = z.object(cautionVariables);

export function cautionOf(values: z.infer<typeof variables>): Caution {
  return {
    protectedAccounts: values.PROTECTED ?? [],
    approvalVerbs: values.APPROVAL_VERBS,
    approvalTtlMs: 1_000 * values.APPROVAL_TTL_S,
    containLimits: [
      { most: values.CONTAIN_MAX_10MIN, withinMs: 10 * 60_000 },
      { most: values.CONTAIN_MAX_DAY, withinMs: 24 * 60 * 60_000 },
    ],
  };
}

/** A real tenant has accounts that must never be turned off: to have none named is a decision, not an omission. */
export function unprotected({ PROTECTED }: { readonly PROTECTED?: string }): readonly string[] {
  if (PROTECTED) return [];
  return ['PROTECTED: missing. Name the break-glass accounts that are never to be turned off, or "none" to have none.'];
}

function parseAccount(text: string, context: z.RefinementCtx): ProtectedKey {
  try {
    return parseProtected(text);
  } catch (thrown) {
    if (!isRefusal(thrown)) throw thrown;
    const message = 'Not a list of object ids, user principal names and group:<object id>';
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  }
}

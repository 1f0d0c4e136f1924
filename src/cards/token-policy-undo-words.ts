import type { TokenPolicyOperation } from '../core/operations/operation.ts';
import type { BeforeChange, BeforeRemoval } from '../core/token-policies/change.ts';
import type { NewTokenPolicy, TokenPolicyChange } from '../core/token-policies/token-policy.ts';
import { markdown } from './text.ts';
import { defaultLost, defaultReach, effectWords, holderNames, holderWords } from './token-policy-words.ts';

type UndoWords = { heading: string; lines: readonly string[]; warnings: readonly string[] };

/** What putting an operation back means, by what was done. */
export function undoWords(original: TokenPolicyOperation): UndoWords {
  return words[original.verb](original);
}

/** What putting back means for whoever no policy was assigned to. */
function defaultWarnings(now: DefaultFlag = {}, then: DefaultFlag = {}): readonly string[] {
  if (then.isOrganizationDefault) return [`It is the tenant default then: ${defaultReach}`];
  return now.isOrganizationDefault ? [`It is the tenant default no more: ${defaultLost}`] : [];
}

type DefaultFlag = { isOrganizationDefault?: boolean };

const words: Record<TokenPolicyOperation['verb'], (original: TokenPolicyOperation) => UndoWords> = {
  createTokenPolicy: ({ target, input }) => ({
    heading: `Delete ${markdown(target.label)}, which was created?`,
    lines: ['Only while it is unchanged and assigned to nothing.'],
    warnings: defaultWarnings(input as NewTokenPolicy | undefined),
  }),
  updateTokenPolicy: ({ target, input, before }) => {
    const earlier = before as BeforeChange | undefined;
    return {
      heading: `Put ${markdown(target.label)} back as it was?`,
      lines: earlier ? effectWords(earlier) : [],
      warnings: defaultWarnings(input as TokenPolicyChange | undefined, earlier),
    };
  },
  deleteTokenPolicy: ({ target, before }) => {
    const { policy, holders = [] } = (before ?? {}) as Partial<BeforeRemoval>;
    const again = holders.length > 0 ? [`Assigned again to ${holderNames(holders)}.`] : [];
    return {
      heading: `Create ${markdown(target.label)} anew?`,
      lines: [...(policy ? effectWords(policy) : []), ...again, 'Entra gives it a new object ID.'],
      warnings: defaultWarnings(undefined, policy),
    };
  },
  assignTokenPolicy: (original) => linkWords(original, `Take ${markdown(original.target.label)} away again?`, 'From'),
  unassignTokenPolicy: (original) => linkWords(original, `Assign ${markdown(original.target.label)} again?`, 'To'),
  undo: ({ target }) => ({ heading: `Undo ${markdown(target.label)}?`, lines: [], warnings: [] }),
};

function linkWords({ target }: TokenPolicyOperation, heading: string, where: string): UndoWords {
  const lines = target.holder ? [`${where} ${holderWords(target.holder)}.`] : [];
  return { heading, lines, warnings: [] };
}

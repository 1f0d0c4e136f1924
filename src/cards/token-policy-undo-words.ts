import type { TokenPolicyOperation } from '../core/operations/operation.ts';
import type { BeforeChange, BeforeRemoval } from '../core/token-policies/change.ts';
import { markdown } from './text.ts';
import { effectWords, holderNames, holderWords } from './token-policy-words.ts';

type UndoWords = { heading: string; lines: readonly string[]; warnings: readonly string[] };

/** What putting an operation back means, by what was done. */
export function undoWords(original: TokenPolicyOperation): UndoWords {
  return words[original.verb](original);
}

const everyApp = 'It is the tenant default again: it reaches every app that has no policy of its own.';

const words: Record<TokenPolicyOperation['verb'], (original: TokenPolicyOperation) => UndoWords> = {
  createTokenPolicy: ({ target }) => ({
    heading: `Delete ${markdown(target.label)}, which was created?`,
    lines: ['Only while it is unchanged and assigned to nothing.'],
    warnings: [],
  }),
  updateTokenPolicy: ({ target, before }) => {
    const earlier = before as BeforeChange | undefined;
    return {
      heading: `Put ${markdown(target.label)} back as it was?`,
      lines: earlier ? effectWords(earlier) : [],
      warnings: earlier?.isOrganizationDefault ? [everyApp] : [],
    };
  },
  deleteTokenPolicy: ({ target, before }) => {
    const { policy, holders = [] } = (before ?? {}) as Partial<BeforeRemoval>;
    const again = holders.length > 0 ? [`Assigned again to ${holderNames(holders)}.`] : [];
    return {
      heading: `Create ${markdown(target.label)} anew?`,
      lines: [...(policy ? effectWords(policy) : []), ...again, 'Entra gives it a new object ID.'],
      warnings: policy?.isOrganizationDefault ? [everyApp] : [],
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

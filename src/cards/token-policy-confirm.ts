import template from '../../cards/token-policy-confirm.json' with { type: 'json' };
import type { NamedHolder, TokenPolicy } from '../core/token-policies/token-policy.ts';
import type { RemovalPreview } from '../core/token-policies/write.ts';
import type { TokenPolicyUndoPreview } from '../core/undo.ts';
import { actorName } from './actor.ts';
import { type Card, cardTemplate } from './card.ts';
import { confirmView } from './confirm.ts';
import { markdown, plain } from './text.ts';
import { utc } from './time.ts';
import { undoWords } from './token-policy-undo-words.ts';
import { defaultLost, effectWords, holderNames, holderWords } from './token-policy-words.ts';

type Question = {
  heading: string;
  lines: readonly string[];
  warnings: readonly string[];
  undo: string;
  button: 'Delete now' | 'Unassign now' | 'Undo now';
  verb: 'delete.execute' | 'unassign.execute' | 'undo.execute';
  tooltip: string;
};

type Asked = { operation: RemovalPreview['operation']; now: number };

const fill = cardTemplate(template);

export function deleteConfirmCard({ preview, now }: { preview: RemovalPreview; now: number }): Card {
  const { policy, holders, operation } = preview;
  return confirmCard(
    { operation, now },
    {
      heading: `Delete ${markdown(policy.displayName)}?`,
      lines: effectWords(policy),
      warnings: reachWarnings(policy, holders),
      undo: 'Undo creates it anew as it is and assigns it again. It then has a **new object ID**.',
      button: 'Delete now',
      verb: 'delete.execute',
      tooltip: 'Delete the policy from the tenant now.',
    },
  );
}

export function unassignConfirmCard({ preview, now }: { preview: RemovalPreview; now: number }): Card {
  const { policy, holders, operation } = preview;
  const [holder] = holders;
  return confirmCard(
    { operation, now },
    {
      heading: `Unassign ${markdown(policy.displayName)}${holder ? ` from ${markdown(holder.displayName)}` : ''}?`,
      lines: [...holders.map((one) => `From ${holderWords(one)}.`), ...effectWords(policy)],
      warnings: ['Its tokens then follow the organization default, or the Entra default where there is none.'],
      undo: 'The policy itself stays. Undo assigns it again.',
      button: 'Unassign now',
      verb: 'unassign.execute',
      tooltip: 'Take the policy away from this app now.',
    },
  );
}

export function tokenPolicyUndoConfirmCard({ preview, now }: { preview: TokenPolicyUndoPreview; now: number }): Card {
  const { original, operation } = preview;
  const { requestedBy, endedAt, createdAt, id } = original;
  const by = `Undoes the change by ${actorName(requestedBy)} at ${utc(endedAt ?? createdAt)} · reference ${id}`;
  const { heading, lines, warnings } = undoWords(original);
  return confirmCard(
    { operation, now },
    {
      heading,
      lines: [...lines, by],
      warnings,
      undo: 'Bulwark first checks that nobody changed it since. It will **not** change anything else.',
      button: 'Undo now',
      verb: 'undo.execute',
      tooltip: 'Put back what was there before.',
    },
  );
}

function confirmCard({ operation, now }: Asked, { heading, lines, warnings, ...question }: Question): Card {
  const view = {
    ...confirmView(operation, now),
    ...question,
    heading,
    lines: lines.map((text) => ({ text })),
    warnings: warnings.map((text) => ({ text })),
  };
  const title = plain(operation.target.label);
  return fill(view, {
    summary: `${question.button.replace(/ now$/, '')} ${title} in ${view.tenant}? ${[...lines, ...warnings].join(' ')} This confirmation works until ${utc(operation.expiresAt)}; reference ${operation.id}.`,
  });
}

function reachWarnings({ isOrganizationDefault }: TokenPolicy, holders: readonly NamedHolder[]): string[] {
  const reach = isOrganizationDefault ? [`It is the tenant default: ${defaultLost}`] : [];
  const used = holders.length > 0 ? [`${holderNames(holders)} will lose it.`] : [];
  return [...reach, ...used];
}

import template from '../../cards/undo-confirm.json' with { type: 'json' };
import type { Operation } from '../core/operations/operation.ts';
import type { UndoPreview } from '../core/undo.ts';
import { actorName } from './actor.ts';
import { type Card, cardTemplate } from './card.ts';
import { type Confirmable, confirmView } from './confirm.ts';
import { markdown } from './text.ts';
import { utc } from './time.ts';
import { valueWords } from './values.ts';

const fill = cardTemplate(template);

/** Asks before the earlier value is written back. */
export function undoConfirmCard({ preview, now }: { preview: Confirmable<UndoPreview>; now: number }): Card {
  const { policy, from, to, original, operation } = preview;
  const view = {
    ...confirmView(operation, now),
    title: policy.title,
    from: markdown(valueWords(policy, from)),
    to: markdown(valueWords(policy, to)),
    revert: policy.revert,
    original: originalWords(original),
  };
  return fill(view, {
    summary: `Put ${policy.title} in ${view.tenant} back from ${valueWords(policy, from)} to ${valueWords(policy, to)}? This makes the tenant less secure. This confirmation works until ${utc(operation.expiresAt)}; reference ${operation.id}.`,
  });
}

function originalWords({ id, requestedBy, endedAt, createdAt }: Operation): string {
  return `Undoes the change by ${actorName(requestedBy)} at ${utc(endedAt ?? createdAt)} · reference ${id}`;
}

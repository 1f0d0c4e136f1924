import template from '../../cards/nothing-to-do.json' with { type: 'json' };
import type { HardenPreview } from '../core/harden.ts';
import { sameValue } from '../core/policies/compare.ts';
import type { UndoPreview } from '../core/undo.ts';
import { type Card, cardTemplate } from './card.ts';
import { markdown, plain } from './text.ts';
import { valueWords } from './values.ts';

export type NothingToDoFacts = { preview: HardenPreview; kind: 'harden' } | { preview: UndoPreview; kind: 'undo' };

const fill = cardTemplate(template);

export function nothingToDoCard({ preview, kind }: NothingToDoFacts): Card {
  const { policy, connection, from } = preview;
  const value = valueWords(policy, from);
  const why = kind === 'undo' ? ', as it was before the change' : whySecure(preview);
  const tenant = plain(connection.name);
  const view = {
    title: policy.title,
    tenant,
    connectionId: connection.id,
    text: `It is already ${markdown(value)}${why}.`,
  };
  return fill(view, { summary: `${policy.title} in ${tenant} is already ${value}${why}. Nothing to do.` });
}

function whySecure({ policy, from }: HardenPreview): string {
  return sameValue(policy.secure, from) ? '' : ', which is strict enough';
}

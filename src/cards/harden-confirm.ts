import template from '../../cards/harden-confirm.json' with { type: 'json' };
import type { HardenPreview } from '../core/harden.ts';
import type { PolicyEntry } from '../core/policies/entry.ts';
import { type Card, cardTemplate } from './card.ts';
import { type Confirmable, confirmView } from './confirm.ts';
import { referenceName } from './references.ts';
import { capitalized, markdown } from './text.ts';
import { utc } from './time.ts';
import { valueWords } from './values.ts';

const fill = cardTemplate(template);

/** Asks before a setting is written. The answer carries the operation and the input `reason`. */
export function hardenConfirmCard({ preview, now }: { preview: Confirmable<HardenPreview>; now: number }): Card {
  const { policy, from, operation } = preview;
  const to = valueWords(policy, policy.secure);
  const view = {
    ...confirmView(operation, now),
    title: policy.title,
    from: markdown(valueWords(policy, from)),
    to,
    about: policy.about,
    impactLevel: capitalized(policy.impact.level),
    impact: policy.impact.text,
    impactStyle: policy.impact.level === 'high' ? 'warning' : 'emphasis',
    revert: policy.revert,
    references: referenceViews(policy),
  };
  return fill(view, {
    summary: `Set ${policy.title} in ${view.tenant} from ${valueWords(policy, from)} to ${to}? Impact: ${policy.impact.level}. ${policy.impact.text} This confirmation works until ${utc(operation.expiresAt)}; reference ${operation.id}.`,
  });
}

function referenceViews({ references }: PolicyEntry) {
  const names = references.map((reference) => `${referenceName(reference)}${reference.differs ? ' (differs)' : ''}`);
  return names.length > 0 ? [{ text: names.join(' · ') }] : [];
}

import template from '../../cards/harden-confirm.json' with { type: 'json' };
import type { HardenPreview } from '../core/harden.ts';
import { inWords } from '../core/policies/compare.ts';
import type { PolicyEntry } from '../core/policies/entry.ts';
import { type Card, cardTemplate } from './card.ts';
import { type Confirmable, confirmView } from './confirm.ts';
import { markdown, plain } from './text.ts';
import { utc } from './time.ts';

const fill = cardTemplate(template);

/** Asks before a setting is written. The answer carries the operation and the input `reason`. */
export function hardenConfirmCard({ preview, now }: { preview: Confirmable<HardenPreview>; now: number }): Card {
  const { policy, from, operation } = preview;
  const to = inWords(policy, policy.secure);
  const view = {
    ...confirmView(operation, now),
    title: policy.title,
    from: markdown(inWords(policy, from)),
    to,
    about: policy.about,
    impactLevel: capitalized(policy.impact.level),
    impact: policy.impact.text,
    isHighImpact: policy.impact.level === 'high',
    isLowerImpact: policy.impact.level !== 'high',
    revert: policy.revert,
    references: referenceViews(policy),
  };
  return fill(view, {
    summary: `Set ${policy.title} in ${view.tenant} from ${plain(inWords(policy, from))} to ${to}? Impact: ${policy.impact.level}. ${policy.impact.text} This confirmation works until ${utc(operation.expiresAt)}; reference ${operation.id}.`,
  });
}

function referenceViews({ references }: PolicyEntry) {
  const names = references.map(({ source, id, differs }) => `${source} ${id}${differs ? ' (differs)' : ''}`);
  return names.length > 0 ? [{ text: names.join(' · ') }] : [];
}

function capitalized(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}

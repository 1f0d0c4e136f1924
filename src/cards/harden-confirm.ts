import template from '../../cards/harden-confirm.json' with { type: 'json' };
import type { HardenPreview } from '../core/harden.ts';
import type { PolicyEntry } from '../core/policies/entry.ts';
import { type Card, cardTemplate } from './card.ts';
import { type Confirmable, confirmView } from './confirm.ts';
import { referenceName } from './references.ts';
import { unreadWords } from './refusals.ts';
import { capitalized, markdown } from './text.ts';
import { utc } from './time.ts';
import { valueWords } from './values.ts';

const fill = cardTemplate(template);

/** Asks before a setting is written. The answer carries the operation and the input `reason`. */
export function hardenConfirmCard({ preview, now }: { preview: Confirmable<HardenPreview>; now: number }): Card {
  const { policy, from, operation } = preview;
  const to = valueWords(policy, preview.to);
  const view = {
    ...confirmView(operation, now),
    title: policy.title,
    from: markdown(valueWords(policy, from)),
    to: markdown(to),
    about: policy.about,
    impactLevel: capitalized(policy.impact.level),
    impact: policy.impact.text,
    impactStyle: policy.impact.level === 'high' ? 'warning' : 'emphasis',
    highImpact: policy.impact.level === 'high',
    measured: measuredViews(preview),
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

/** What could be counted of a high impact, or that nothing was. */
function measuredViews({ policy, affected }: HardenPreview) {
  if (policy.impact.level !== 'high') return [];
  if (!affected) return [{ text: 'How many people this reaches was not measured.' }];
  if (affected.status !== 'ok') {
    return [
      { text: `How many people have no other sign-in method could not be counted: ${unreadWords[affected.status]}.` },
    ];
  }
  const { users, counted, more } = affected.value;
  const of = more ? `the first ${counted} people` : `${counted} people`;
  return [{ text: `${users} of ${of} have no other registered sign-in method.` }];
}

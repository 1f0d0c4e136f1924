import template from '../../cards/harden-reason.json' with { type: 'json' };
import type { Operation } from '../core/operations/operation.ts';
import type { PolicyEntry } from '../core/policies/entry.ts';
import { type Card, cardTemplate } from './card.ts';
import { confirmView } from './confirm.ts';
import { utc } from './time.ts';

const fill = cardTemplate(template);

export type ReasonCardFacts = { operation: Operation; policy: PolicyEntry; now: number };

/** The second question before a setting of high impact is written: the input `reason`. */
export function hardenReasonCard({ operation, policy, now }: ReasonCardFacts): Card {
  const { title, impact, revert } = policy;
  const view = { ...confirmView(operation, now), title, impact: impact.text, revert };
  return fill(view, {
    summary: `Why harden ${title} in ${view.tenant}? Its impact is high. ${impact.text} This confirmation works until ${utc(operation.expiresAt)}; reference ${operation.id}.`,
  });
}

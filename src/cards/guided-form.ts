import template from '../../cards/guided-form.json' with { type: 'json' };
import type { HardenPreview } from '../core/harden.ts';
import type { GuidedField } from '../core/policies/guided-fields.ts';
import { type Card, cardTemplate } from './card.ts';
import { capitalized, markdown, plain } from './text.ts';
import { valueWords } from './values.ts';

export type Asking = HardenPreview & { asks: readonly GuidedField[] };

const fill = cardTemplate(template);

/** Asks what only the tenant can tell: one input per field, or `acknowledge` where there is none. */
export function guidedFormCard({ policy, connection, from, asks }: Asking): Card {
  const view = {
    policyKey: policy.key,
    connectionId: connection.id,
    title: policy.title,
    tenant: plain(connection.name),
    severity: policy.severity,
    now: markdown(valueWords(policy, from)),
    impactLevel: capitalized(policy.impact.level),
    impact: policy.impact.text,
    about: policy.about,
    why: policy.guided?.why ?? '',
    asksAgreement: asks.length === 0,
    fields: asks.map(fieldView),
  };
  return fill(view, {
    summary: `Set up ${policy.title} in ${view.tenant}? It reads ${valueWords(policy, from)}. ${view.why}`,
  });
}

function fieldView({ id, label, hint, type, maxLength, initial = '' }: GuidedField) {
  return { id, label, hint, isMultiline: type !== 'number', maxLength: String(maxLength), initial };
}

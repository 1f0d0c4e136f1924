import template from '../../cards/token-policy.json' with { type: 'json' };
import type { PolicyInUse } from '../core/token-policies/read.ts';
import type { NamedHolder } from '../core/token-policies/token-policy.ts';
import { type Card, cardTemplate } from './card.ts';
import { entraUrl } from './entra.ts';
import { markdown, plain } from './text.ts';
import { utc } from './time.ts';
import { effectWords, holderWords, precedence, typeWords, useWords } from './token-policy-words.ts';

export type TokenPolicyCardFacts = { inUse: PolicyInUse; mayWrite: boolean; now: number };

const fill = cardTemplate(template);
const maxDefinition = 600;
const holdersShown = 5;

/** One token policy: what it says, what it means, and what uses it. */
export function tokenPolicyCard({ inUse, mayWrite, now }: TokenPolicyCardFacts): Card {
  const { connection, policy, holders } = inUse;
  const tenant = plain(connection.name);
  const lines = [
    ...effectWords(policy),
    useWords(policy, holders),
    ...(policy.isOrganizationDefault ? [precedence] : []),
  ];
  const view = {
    id: policy.id,
    connectionId: connection.id,
    tenant,
    readAt: utc(now),
    title: markdown(policy.displayName),
    kind: typeWords[policy.type],
    default: policy.isOrganizationDefault ? 'Yes, for the whole tenant' : 'No',
    assigned: String(holders.length),
    objectId: policy.id,
    lines: lines.map((text) => ({ text })),
    definition: markdown(spaced(policy.definition), maxDefinition),
    holders: holders.slice(0, holdersShown).map(holderView),
    more: moreView(holders.length - holdersShown),
    mayWrite,
    entraUrl: entraUrl(connection),
  };
  return fill(view, { summary: `Token policy ${plain(policy.displayName)} in ${tenant}. ${lines.join(' ')}` });
}

/** With room to break lines at; the policy itself keeps every byte. */
function spaced(definition: string): string {
  return definition.replace(/([{,:])(?=["{])/g, '$1 ');
}

function holderView(holder: NamedHolder) {
  return { kind: holder.kind, holderId: holder.id, name: holderWords(holder) };
}

function moreView(count: number) {
  return count > 0 ? [{ text: `${count} more are not shown here. See them in Entra.` }] : [];
}

import template from '../../cards/token-policies.json' with { type: 'json' };
import type { PolicyInUse } from '../core/token-policies/read.ts';
import type { NamedHolder, TokenPolicy } from '../core/token-policies/token-policy.ts';
import { type Card, cardTemplate } from './card.ts';
import { entraUrl } from './entra.ts';
import { type Page, pagesBeside } from './pages.ts';
import { plain } from './text.ts';
import { utc } from './time.ts';
import { effectWords, precedence, typeWords, useWords } from './token-policy-words.ts';

/** Five rows with every text at its longest fit into one message. */
export const tokenPoliciesPageSize = 5;

export type ListedTokenPolicy = { policy: TokenPolicy; holders: readonly NamedHolder[] };

export type TokenPoliciesCardFacts = {
  connection: PolicyInUse['connection'];
  page: Page<ListedTokenPolicy>;
  /** Whether one of them all is the default of its tenant. */
  hasDefault: boolean;
  now: number;
};

/** Room for five of them, whatever they are made of. */
const maxName = 120;

const fill = cardTemplate(template);

/** Every token policy of a tenant: what it does, and what it does it to. */
export function tokenPoliciesCard({ connection, page, hasDefault, now }: TokenPoliciesCardFacts): Card {
  const tenant = plain(connection.name);
  const view = {
    tenant,
    readAt: utc(now),
    connectionId: connection.id,
    page: String(page.number),
    rows: page.items.map(rowView),
    empty: page.total === 0 ? [{ text: 'No token policies in this tenant.' }] : [],
    notes: hasDefault ? [{ text: precedence }] : [],
    showing: page.total > 0 ? [{ text: `Showing ${page.first}–${page.last} of ${page.total}.` }] : [],
    ...pagesBeside(page),
    entraUrl: entraUrl(connection),
  };
  const names = page.items.map(({ policy }) => plain(policy.displayName, 64)).join(', ');
  const count = page.total === 0 ? 'none' : `${page.total}: ${names}`;
  return fill(view, { summary: `Token policies of ${tenant}, ${count}. Read ${utc(now)} from Microsoft Graph.` });
}

function rowView({ policy, holders }: ListedTokenPolicy) {
  const lines = [...effectWords(policy), useWords(policy, holders)];
  return {
    id: policy.id,
    name: plain(policy.displayName, maxName),
    kind: typeWords[policy.type],
    lines: lines.map((text) => ({ text })),
  };
}

import template from '../../cards/explain.json' with { type: 'json' };
import type { PolicyEntry, Reference } from '../core/policies/entry.ts';
import { preconditionWords } from '../core/policies/preconditions.ts';
import { isAccepted, isOpen, type PostureRow } from '../core/posture.ts';
import { actorName } from './actor.ts';
import { type Card, cardTemplate } from './card.ts';
import { lastDay } from './posture-row.ts';
import { referenceName } from './references.ts';
import { unreadWords } from './refusals.ts';
import { capitalized, markdown, plain } from './text.ts';
import { utc } from './time.ts';
import { valueWords } from './values.ts';

export type ExplainCardFacts = {
  policy: PolicyEntry;
  /** The setting as it was read; absent when no tenant is connected. */
  row?: PostureRow;
  connectionName?: string;
  /** The tenant that Harden… is for; without it, the default one. */
  connectionId?: string;
  mayHarden: boolean;
};

const fill = cardTemplate(template);

/** What a setting is, why it matters, where it stands, and what hardening it would mean. */
export function explainCard({ policy, row, connectionName, connectionId = '', mayHarden }: ExplainCardFacts): Card {
  const tenant = connectionName === undefined ? [] : [{ name: plain(connectionName) }];
  const states = row ? [{ ...stateOf(row), tenant }] : [];
  const view = {
    ...aboutPolicy(policy, row),
    states,
    connectionId,
    ...actionsFor(row, mayHarden),
    exceptions: exceptionViews(row),
  };
  const where = tenant.map(({ name }) => ` in ${name}`).join('');
  const state = states.map(({ text }) => `: ${text}`).join('');
  return fill(view, {
    summary: `${policy.title}${where}${state}. Secure value: ${valueWords(policy, policy.secure)}. ${policy.about} Impact: ${policy.impact.level}. ${policy.impact.text}`,
  });
}

function actionsFor(row: PostureRow | undefined, mayHarden: boolean) {
  const open = mayHarden && row !== undefined && isOpen(row);
  const accepted = mayHarden && row !== undefined && isAccepted(row);
  return {
    canHarden: open || accepted,
    canAccept: open,
    canWithdraw: accepted,
    showMode: open || accepted ? 'secondary' : 'primary',
  };
}

const maxReason = 500;

function exceptionViews(row: PostureRow | undefined) {
  if (row?.status !== 'ok' || !row.exception) return [];
  const { inForce, expiresAt, owner, reason, acceptedBy, acceptedAt } = row.exception;
  return [
    {
      state: inForce ? 'Accepted until' : 'No longer accepted: the exception ran out after',
      until: lastDay(expiresAt),
      owner: plain(owner),
      reason: plain(reason, maxReason),
      by: actorName(acceptedBy),
      at: utc(acceptedAt),
    },
  ];
}

function aboutPolicy(policy: PolicyEntry, row: PostureRow | undefined) {
  const { key, title, area, severity, about, impact, permissions, revert, preconditions, references } = policy;
  return {
    policyKey: key,
    title,
    subtitle: `${area} · ${severity} severity · ${key}`,
    about,
    facts: facts(policy, row),
    impact: impact.text,
    readWith: permissions.read,
    setWith: permissions.write,
    revert,
    preconditions: preconditions.map((precondition) => ({ text: preconditionWords[precondition] })),
    headings: references.length > 0 ? [{ text: 'Who asks for it' }] : [],
    references: references.map((reference) => ({ text: referenceWords(reference) })),
  };
}

function stateOf(row: PostureRow) {
  if (row.status !== 'ok') return { symbol: '?', text: `Could not read: ${unreadWords[row.status]}` };
  if (isAccepted(row)) return { symbol: '◷', text: `Not secure, accepted until ${lastDay(row.exception.expiresAt)}` };
  if (row.superseded)
    return { symbol: '–', text: `Not applicable: ${row.policy.notApplicable ?? 'it does not matter here'}` };
  return row.compliant ? { symbol: '✓', text: 'Secure' } : { symbol: '✕', text: 'Not secure' };
}

function facts(policy: PolicyEntry, row: PostureRow | undefined) {
  const { accepted, impact, licence } = policy;
  const now = row?.status === 'ok' ? [{ title: 'Now', value: markdown(valueWords(policy, row.current)) }] : [];
  const also = accepted.map((value) => valueWords(policy, value)).join(', ');
  return [
    ...now,
    { title: 'Secure', value: valueWords(policy, policy.secure) },
    ...(also ? [{ title: 'Accepted', value: also }] : []),
    { title: 'Impact', value: capitalized(impact.level) },
    { title: 'Licence', value: licence },
  ];
}

function referenceWords(reference: Reference): string {
  const { differs } = reference;
  return `${referenceName(reference)}${differs ? `: ${differs}` : ''}`;
}

import { type GraphDocument, passes } from '../core/policies/compare.ts';
import type { Part, PolicyEntry } from '../core/policies/entry.ts';
import { forms } from '../core/policies/forms.ts';
import { partsOf, partValue } from '../core/policies/judge.ts';
import { objectsIn, propertyAt } from '../core/policies/objects.ts';
import { type EgressRow, objectIn } from './egress-row.ts';
import { nested } from './policy-requests.ts';
import { propertiesSent, sameJson, typeOf } from './policy-sent.ts';
import { patternOf } from './template.ts';

type Writing = 'secure' | 'guided' | 'restore';

/** What may be written for one entry: its secure value or what was asked for, and what was there before. */
export function policyRows(entry: PolicyEntry): readonly EgressRow[] {
  const purposes: readonly Writing[] = [entry.guided ? 'guided' : 'secure', 'restore'];
  return purposes.flatMap((purpose) => targetsOf(entry, purpose).map((target) => rowOf(entry, purpose, target)));
}

type Target = readonly [method: EgressRow['method'], path: string];

function targetsOf({ strategy, document }: PolicyEntry, purpose: Writing): readonly Target[] {
  const whole: Target = ['PATCH', document];
  const one: Target = ['PATCH', `${document}/{id}`];
  const targets = {
    patch: [whole],
    put: [['PUT', document]],
    method: [['PATCH', `${document}/authenticationMethodConfigurations/${'id' in strategy ? strategy.id : ''}`]],
    groupSetting: [one, purpose === 'restore' ? ['DELETE', one[1]] : ['POST', document]],
    timeoutPolicy: [one, purpose === 'restore' ? ['DELETE', one[1]] : ['POST', document]],
    domains: [['PATCH', `${document}/{domain}`]],
  } as const satisfies Record<typeof strategy.kind, readonly Target[]>;
  return targets[strategy.kind];
}

function rowOf(entry: PolicyEntry, purpose: Writing, [method, path]: Target): EgressRow {
  const row = { purpose, method, path: patternOf(path) };
  if (method === 'DELETE') return { ...row, accepts: (body) => body === undefined };
  const constant = purpose === 'secure' ? constantBody(entry) : undefined;
  if (constant !== undefined) return { ...row, accepts: (body) => body === constant };
  return { ...row, accepts: (body, before = {}) => isAllowed({ entry, purpose, method, before }, objectIn(body)) };
}

/** The one body for every tenant, where there is one. */
function constantBody(entry: PolicyEntry): string | undefined {
  const { kind } = entry.strategy;
  const parts = partsOf(entry);
  if ((kind !== 'patch' && kind !== 'method') || parts.some(({ form }) => form !== undefined)) return undefined;
  const fields = Object.fromEntries(parts.map(({ field, secure }) => [field, secure]));
  return JSON.stringify({ ...typeOf(entry), ...nested(fields) });
}

export type PolicyDeparture = {
  entry: PolicyEntry;
  purpose: Writing;
  method: EgressRow['method'];
  before: GraphDocument;
};

/** It changes what the entry owns and nothing else, and leaves it secure unless it puts something back. */
function isAllowed(departure: PolicyDeparture, body: GraphDocument | undefined): boolean {
  const sent = body && propertiesSent(departure, body);
  const parts = partsOf(departure.entry).filter(({ field }) => sent && propertyAt(sent, field) !== undefined);
  return sent !== undefined && parts.length > 0 && parts.every((part) => isAllowedPart(departure, part, sent));
}

function isAllowedPart({ entry, purpose, before }: PolicyDeparture, part: Part, sent: GraphDocument): boolean {
  const value = partValue(part, sent);
  if (value === undefined) return false;
  if (purpose !== 'restore' && part.form !== 'verbatim' && !passes(part, value)) return false;
  const { others } = forms[part.form ?? 'plain'];
  const present = objectsIn(entry, before)?.[0]?.properties ?? {};
  return sameJson(others(propertyAt(sent, part.field)), others(propertyAt(present, part.field)));
}

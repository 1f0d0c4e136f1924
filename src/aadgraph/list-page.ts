import { z } from 'zod/v4';
import { refuse } from '../core/errors.ts';
import { printable } from '../core/token-policies/refusals.ts';
import type { TokenPolicy } from '../core/token-policies/token-policy.ts';
import { parseFilter } from './filter.ts';
import { refuseQuery } from './query.ts';

export const listOptions = ['$top', '$skiptoken', '$filter', '$orderby'];

/** `nextLink` is relative to the tenant and names no version: clients put both around it. */
export type ListPage = { policies: readonly TokenPolicy[]; nextLink?: string };

type Order = { by: 'displayName' | 'objectId'; descending: boolean };

/** Where a page ended, complete in itself: no client sends the other options along with it. */
const position = z.tuple([z.enum(['displayName', 'objectId']), z.boolean(), z.string(), z.guid()]);

const defaultTop = 100;
const maxTop = 999;

/** One page of all policies. Filtered results come whole, or cut to `$top` without a link. */
export function pageOfPolicies(all: readonly TokenPolicy[], query: URLSearchParams): ListPage {
  const top = topIn(query);
  const filter = query.get('$filter');
  const order = orderIn(query.get('$orderby'));
  if (filter !== null) return { policies: filtered(all, filter, query).toSorted(comparing(order)).slice(0, top) };
  return pageAfter(all, order, query.get('$skiptoken'), top ?? defaultTop);
}

function filtered(all: readonly TokenPolicy[], filter: string, query: URLSearchParams): readonly TokenPolicy[] {
  if (query.has('$skiptoken')) refuseQuery('Filtered results are not paged: leave out $skiptoken.');
  const predicate = parseFilter(filter);
  return predicate ? all.filter(predicate) : refuseQuery(`Invalid filter clause: ${printable(filter)}.`);
}

function pageAfter(all: readonly TokenPolicy[], asked: Order, token: string | null, top: number): ListPage {
  const last = token === null ? undefined : positionIn(token);
  const order = last ? { by: last[0], descending: last[1] } : asked;
  const compare = comparing(order);
  const after = last && { displayName: last[2], id: last[3] };
  const rest = all.toSorted(compare).filter((policy) => !after || compare(after, policy) < 0);
  const policies = rest.slice(0, top);
  const end = policies.at(-1);
  return rest.length > top && end ? { policies, nextLink: nextLink(order, end, top) } : { policies };
}

function topIn(query: URLSearchParams): number | undefined {
  const text = query.get('$top');
  if (text === null) return undefined;
  const top = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (top >= 1 && top <= maxTop) return top;
  return refuseQuery(`Invalid page size specified: '${printable(text)}'. Must be between 1 and 999 inclusive.`);
}

function orderIn(text: string | null): Order {
  const [, by, direction] = /^\s*(displayName|objectId)(?:\s+(asc|desc))?\s*$/.exec(text ?? 'objectId') ?? [];
  if (by !== 'displayName' && by !== 'objectId') return refuseQuery('$orderby takes displayName or objectId.');
  return { by, descending: direction === 'desc' };
}

type Sortable = Pick<TokenPolicy, 'id' | 'displayName'>;

/** Names need not be unique, ids are. */
function comparing({ by, descending }: Order): (one: Sortable, other: Sortable) => number {
  const sign = descending ? -1 : 1;
  return (one, other) =>
    sign * ((by === 'displayName' && compareText(one.displayName, other.displayName)) || compareText(one.id, other.id));
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function nextLink({ by, descending }: Order, { displayName, id }: TokenPolicy, top: number): string {
  const token = Buffer.from(JSON.stringify([by, descending, displayName, id])).toString('hex');
  return `policies?$top=${top}&$skiptoken=X'${token}'`;
}

function positionIn(token: string): z.infer<typeof position> {
  const [, hex = ''] = /^X'((?:[0-9a-f]{2})+)'$/i.exec(token) ?? [];
  const parsed = position.safeParse(jsonIn(Buffer.from(hex, 'hex').toString()));
  if (parsed.success) return parsed.data;
  return refuse(
    'invalid_request',
    'The specified page token value has expired and can no longer be included in your request.',
    { graphCode: 'Directory_ExpiredPageToken' },
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { isObject } from '../core/policies/compare.ts';
import type { GraphCall, Sent } from './call.ts';
import type { Gateway } from './gateway.ts';
import { refusalOf } from './refusals.ts';
import { isPlainQuery } from './template.ts';

export type Collection = { items: readonly unknown[]; truncated: boolean };

type Refused = Extract<Sent, { ok: false }>;

/** `keepPart`: what was read before a refusal counts. */
type PagesWanted = { pages?: number; keepPart?: boolean };

const maxPages = 10;
const maxItems = 1_000;

/**
 * Reads a collection, page by page. A next link is followed only to the same collection at the same place, and never
 * twice: whoever writes it could otherwise lead our token away. `root` is the URL that paths are relative to.
 */
export async function readPages(
  gateway: Gateway,
  root: string,
  call: GraphCall,
  { pages = maxPages, keepPart = false }: PagesWanted = {},
): Promise<Collection | Refused> {
  let items: readonly unknown[] = [];
  const seen = new Set<string>();
  let path: string | undefined = call.path;
  while (path !== undefined && seen.size < pages && items.length < maxItems) {
    seen.add(path);
    const page = pageIn(await gateway.send({ ...call, path }), root, call.path);
    if ('refusal' in page) return keepPart && seen.size > 1 ? { items, truncated: true } : page;
    items = items.concat(page.items);
    path = page.next;
    if (path !== undefined && seen.has(path)) return unreadable;
  }
  return { items: items.slice(0, maxItems), truncated: path !== undefined || items.length > maxItems };
}

const unreadable: Refused = { ok: false, refusal: refusalOf({ fault: 'badResponse', status: 200 }), maybeDone: false };

function pageIn(sent: Sent, root: string, first: string): { items: unknown[]; next?: string } | Refused {
  if (!sent.ok) return sent;
  if (!isObject(sent.body) || !Array.isArray(sent.body['value'])) return unreadable;
  const link = sent.body['@odata.nextLink'];
  const next = link === undefined ? undefined : sameCollection(link, root, first);
  if (link !== undefined && next === undefined) return unreadable;
  return { items: sent.body['value'], ...(next !== undefined && { next }) };
}

/** The link below the root, or undefined. Compared as text: nothing is parsed, so nothing can be parsed differently. */
function sameCollection(link: unknown, root: string, first: string): string | undefined {
  const start = `${root}${first.split('?')[0]}?`;
  if (typeof link !== 'string' || link.length > 4_000 || !link.startsWith(start)) return undefined;
  return isPlainQuery(link.slice(start.length)) ? link.slice(root.length) : undefined;
}

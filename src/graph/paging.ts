import { isObject } from '../core/policies/compare.ts';
import type { GraphCall, Sent } from './call.ts';
import type { Gateway } from './gateway.ts';
import { refusalOf } from './refusals.ts';
import { isPlainQuery } from './template.ts';

export type Collection = { items: readonly unknown[]; truncated: boolean };

/** `part`: what the pages before the refusal held. */
export type Interrupted = Refused & { part: readonly unknown[] };

type Refused = Extract<Sent, { ok: false }>;
type Page = { items: readonly unknown[]; next?: string };

/**
 * Reads a collection, page by page. A next link is followed only to the same collection at the same place, and never
 * twice: whoever writes it could otherwise lead our token away. `root` is the URL that paths are relative to.
 */
export async function readPages(
  gateway: Gateway,
  root: string,
  call: GraphCall,
  maxPages = 10,
  maxItems = 1_000,
): Promise<Collection | Interrupted> {
  let items: readonly unknown[] = [];
  const seen = new Set<string>();
  let path: string | undefined = call.path;
  while (path !== undefined && seen.size < maxPages && items.length < maxItems) {
    seen.add(path);
    const page = pageIn(await gateway.send({ ...call, path }), root, call.path, seen);
    if ('refusal' in page) return { ...page, part: items };
    items = items.concat(page.items);
    path = page.next;
  }
  return { items: items.slice(0, maxItems), truncated: path !== undefined || items.length > maxItems };
}

const unreadable: Refused = { ok: false, refusal: refusalOf({ fault: 'badResponse', status: 200 }), maybeDone: false };

function pageIn(sent: Sent, root: string, first: string, seen: ReadonlySet<string>): Page | Refused {
  if (!sent.ok) return sent;
  if (!isObject(sent.body) || !Array.isArray(sent.body['value'])) return unreadable;
  const items = sent.body['value'];
  const link = sent.body['@odata.nextLink'];
  if (link === undefined) return { items };
  const next = sameCollection(link, root, first);
  return next === undefined || seen.has(next) ? unreadable : { items, next };
}

/** The link below the root, or undefined. Compared as text: nothing is parsed, so nothing can be parsed differently. */
function sameCollection(link: unknown, root: string, first: string): string | undefined {
  const start = `${root}${first.split('?')[0]}?`;
  if (typeof link !== 'string' || link.length > 4_000 || !link.startsWith(start)) return undefined;
  return isPlainQuery(link.slice(start.length)) ? link.slice(root.length) : undefined;
}

import type { JsonObject } from '../json.ts';
import { type GraphAnswer, type GraphCall, graphError, withContext } from './call.ts';
import { parseFilter } from './filter.ts';
import type { Resource } from './resources.ts';

const defaultPageSize = 100;
const defaultMaxTop = 999;

/** A collection as Graph shows it: filtered, projected, one page with a link to the next. */
export function collectionAnswer(call: GraphCall, items: readonly JsonObject[], resource?: Resource): GraphAnswer {
  const refused = refusedOption(call, resource);
  if (refused) return refused;
  const filter = call.query.get('$filter');
  const predicate = filter === null ? () => true : parseFilter(filter);
  if (!predicate) return graphError(400, 'BadRequest', `Invalid filter clause: ${filter}`);
  const matching = items.filter(predicate);
  const from = offsetOf(call.query);
  const size = Number(call.query.get('$top') ?? resource?.pageSize ?? defaultPageSize);
  const counted = call.query.get('$count') === 'true' ? { '@odata.count': matching.length } : {};
  const more = from + size < matching.length ? { '@odata.nextLink': nextLink(call, from + size) } : {};
  const value = matching.slice(from, from + size).map((item) => projected(call, item, resource));
  return { status: 200, body: withContext(call, call.segments.join('/'), { ...counted, ...more, value }) };
}

export function entityAnswer(call: GraphCall, item: JsonObject, resource?: Resource): GraphAnswer {
  const fragment = `${(resource?.path ?? call.segments.join('/')).replace(/^\//, '')}/$entity`;
  return { status: 200, body: withContext(call, fragment, projected(call, item, resource)) };
}

function refusedOption(call: GraphCall, resource: Resource | undefined): GraphAnswer | undefined {
  const unsupported = resource?.unsupported?.find((option) => call.query.has(option));
  if (unsupported) return graphError(400, 'BadRequest', `The query option '${unsupported}' is not supported.`);
  if (resource?.advancedQueries && isAdvanced(call.query) && call.headers['consistencylevel'] !== 'eventual')
    return graphError(400, 'Request_UnsupportedQuery', 'Unsupported Query.');
  const top = call.query.get('$top');
  const max = resource?.maxTop ?? defaultMaxTop;
  if (top === null || (/^\d+$/.test(top) && Number(top) >= 1 && Number(top) <= max)) return undefined;
  const message = `Invalid page size specified: '${top}'. Must be between 1 and ${max} inclusive.`;
  return graphError(400, 'Request_UnsupportedQuery', message);
}

const advancedFilter = /\s+ne\s+|\bnot\b|\bendsWith\(/i;

function isAdvanced(query: URLSearchParams): boolean {
  return query.has('$count') || query.has('$search') || advancedFilter.test(query.get('$filter') ?? '');
}

function offsetOf(query: URLSearchParams): number {
  const token = query.get('$skiptoken');
  const text = token === null ? query.get('$skip') : Buffer.from(token, 'base64url').toString();
  return Math.max(0, Number.parseInt(text ?? '0', 10) || 0);
}

/** Absolute, and to be followed as it is. */
function nextLink(call: GraphCall, offset: number): string {
  const query = new URLSearchParams(call.query);
  query.delete('$skip');
  query.set('$skiptoken', Buffer.from(String(offset)).toString('base64url'));
  const text = query.toString().replaceAll('%24', '$').replaceAll('+', '%20');
  return `${call.origin}/v1.0/${call.segments.map(encodeURIComponent).join('/')}?${text}`;
}

/** Without `$select` some types answer with their default properties only. */
function projected(call: GraphCall, whole: JsonObject, resource: Resource | undefined): JsonObject {
  const item = withKnownMembers(call, whole, resource?.laterMembers);
  const select = call.query.get('$select');
  const names = select === null ? resource?.defaultSelect : select.split(',').map((name) => name.trim());
  if (!names) return item;
  const type = item['@odata.type'] === undefined ? {} : { '@odata.type': item['@odata.type'] };
  const id = select !== null && item['id'] !== undefined ? { id: item['id'] } : {};
  return { ...type, ...id, ...Object.fromEntries(names.map((name) => [name, item[name] ?? null])) };
}

function withKnownMembers(call: GraphCall, item: JsonObject, later: Resource['laterMembers'] = {}): JsonObject {
  if (call.headers['prefer']?.includes('include-unknown-enum-members')) return item;
  const unknown = Object.entries(later).filter(([name, members]) => members.includes(String(item[name])));
  return { ...item, ...Object.fromEntries(unknown.map(([name]) => [name, 'unknownFutureValue'])) };
}

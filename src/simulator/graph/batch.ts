import { isObject, isObjectArray, type JsonObject, textOf } from '../json.ts';
import { type GraphAnswer, graphError } from './call.ts';

export type BatchItem = {
  id: string;
  method: string;
  /** Relative to the version, such as `/users?$top=5`. */
  url: string;
  headers: Record<string, string>;
  body: unknown;
  dependsOn: string[];
};

export const maxBatchItems = 20;

/** The items of a `$batch`, each after those it depends on; or what Graph answers to a malformed one. */
export function parseBatch(body: unknown): BatchItem[] | GraphAnswer {
  const requests = isObject(body) ? body['requests'] : undefined;
  if (!isObjectArray(requests) || requests.length === 0) return malformed('Invalid batch payload format.');
  if (requests.length > maxBatchItems)
    return malformed(`Number of batch request steps exceeds the maximum value of ${maxBatchItems}.`);
  const items = requests.map(toItem);
  const ids = items.map((item) => item.id);
  if (ids.some((id) => id === '') || new Set(ids).size < ids.length)
    return malformed('Every batch request needs a unique id.');
  const untyped = items.find((item) => item.body !== undefined && !contentTypeOf(item));
  if (untyped) return malformed(`Write request id : ${untyped.id} does not contain Content-Type header or body.`);
  return inOrder(items) ?? malformed('A dependsOn names a request that is not there or that depends on it in turn.');
}

function inOrder(items: BatchItem[]): BatchItem[] | null {
  const ordered: BatchItem[] = [];
  let rest = items;
  while (rest.length > 0) {
    const done = new Set(ordered.map((item) => item.id));
    const ready = rest.filter((item) => item.dependsOn.every((id) => done.has(id)));
    if (ready.length === 0) return null;
    ordered.push(...ready);
    rest = rest.filter((item) => !ready.includes(item));
  }
  return ordered;
}

function malformed(message: string): GraphAnswer {
  return graphError(400, 'BadRequest', message);
}

function toItem(request: JsonObject): BatchItem {
  const headers = isObject(request['headers']) ? request['headers'] : {};
  return {
    id: String(request['id'] ?? ''),
    method: textOf(request['method']).toUpperCase(),
    url: textOf(request['url']).replace(/^\/?/, '/'),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])),
    body: request['body'],
    dependsOn: Array.isArray(request['dependsOn']) ? request['dependsOn'].map(String) : [],
  };
}

function contentTypeOf(item: BatchItem): string | undefined {
  return item.headers['content-type'];
}

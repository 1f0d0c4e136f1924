import { isObject, isObjectArray, type JsonObject, textOf } from '../json.ts';
import { type GraphAnswer, graphError } from './call.ts';

export type BatchItem = {
  id: string;
  method: string;
  /** Relative to the version, such as `/users?$top=5`. */
  url: string;
  headers: Record<string, string>;
  body: unknown;
};

export const maxBatchItems = 20;

/** The items of a `$batch`, or what Graph answers to a malformed one. */
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
  return items;
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
  };
}

function contentTypeOf(item: BatchItem): string | undefined {
  return item.headers['content-type'];
}

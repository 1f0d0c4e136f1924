import { isGuid } from '../core/guid.ts';
import { isObject } from '../core/policies/compare.ts';
import { fail } from './faults.ts';

/** What came back for one request: from Graph, for one item of a batch, or from the token endpoint. */
export type Answer = {
  status: number;
  /** Parsed JSON; undefined when there was none. */
  body: unknown;
  requestId?: string;
  retryAfterS?: number;
  wwwAuthenticate?: string;
};

/** Reads an answer to its end. A success that is not JSON, as a proxy's sign-in page is not, is no answer. */
export async function answerOf(response: Response): Promise<Answer> {
  return {
    status: response.status,
    body: parsed(response, await response.text()),
    ...headerFacts((name) => response.headers.get(name)),
  };
}

/** What the headers say, however they are kept. Anything malformed counts as absent. */
export function headerFacts(header: (name: string) => unknown): Omit<Answer, 'status' | 'body'> {
  return {
    requestId: guid(header('request-id')),
    retryAfterS: seconds(header('retry-after')),
    wwwAuthenticate: asText(header('www-authenticate')),
  };
}

export type GraphError = { code: string; message: string; requestId?: string };

/** Graph's error object, or an empty one. */
export function errorIn(answer: Answer): GraphError {
  const error = isObject(answer.body) && isObject(answer.body['error']) ? answer.body['error'] : {};
  const inner = isObject(error['innerError']) ? error['innerError'] : {};
  return {
    code: asText(error['code']) ?? '',
    message: (asText(error['message']) ?? '').slice(0, 2000),
    requestId: answer.requestId ?? guid(inner['request-id']),
  };
}

/** The numbers by which the token endpoint names its errors. */
export function aadstsIn({ body }: Answer): readonly number[] {
  if (!isObject(body)) return [];
  const listed = Array.isArray(body['error_codes']) ? body['error_codes'] : [];
  const told = /^AADSTS(\d{4,8})\b/.exec(asText(body['error_description']) ?? '')?.[1];
  return [...listed.map(Number), Number(told)].filter(Number.isSafeInteger);
}

function parsed(response: Response, text: string): unknown {
  if (text === '') return undefined;
  const body = isJson(response) ? parse(text) : undefined;
  if (body === undefined && response.ok) fail({ fault: 'badResponse', status: response.status });
  return body;
}

function isJson(response: Response): boolean {
  return /^application\/(?:[\w.]+\+)?json\b/i.test(response.headers.get('content-type') ?? '');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** At most an hour: nobody waits longer because an answer says so. Fractions are allowed. */
function seconds(value: unknown): number | undefined {
  return /^\d{1,9}(\.\d+)?$/.test(String(value)) ? Math.min(Number(value), 3600) : undefined;
}

function guid(value: unknown): string | undefined {
  return isGuid(value) ? String(value).toLowerCase() : undefined;
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

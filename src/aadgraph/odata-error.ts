import type { HttpResponse } from '../http/mount.ts';

export type ODataError = {
  status: number;
  code: string;
  message: string;
  values?: readonly { item: string; value: string }[];
  headers?: Record<string, string>;
};

/** A refusal as the retired service worded it: clients read `code` and `message.value`. */
export function errorResponse(error: ODataError, requestId: string): HttpResponse {
  const { status, code, message, values, headers = {} } = error;
  const date = new Date().toISOString().slice(0, 19);
  const body = { code, message: { lang: 'en', value: message }, requestId, date, ...(values && { values }) };
  return { status, headers, body: { 'odata.error': body } };
}

/** Clients wait for as long as the text and the header say. */
export function throttled(retryAfterS: number): ODataError {
  const seconds = String(Math.max(1, Math.ceil(retryAfterS)));
  return {
    status: 503,
    code: 'Request_ThrottledTemporarily',
    message: `Your request is throttled temporarily. Please try after ${seconds} seconds.`,
    headers: { 'retry-after': seconds },
  };
}

export const missingToken: ODataError = {
  status: 401,
  code: 'Authentication_MissingOrMalformed',
  message: 'Access Token missing or malformed.',
  headers: { 'www-authenticate': 'Bearer' },
};

import { type IncomingMessage, type ServerResponse, validateHeaderValue } from 'node:http';
import { finished } from 'node:stream';
import { announcesBody } from './body.ts';
import type { Limits } from './limits.ts';
import type { HttpResponse } from './mount.ts';

export type Payload = {
  status: number;
  headers: Record<string, string | number>;
  bytes: Uint8Array;
  /** What a write became, for the log. */
  operationId?: string;
};

const standardHeaders = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** Everything that can fail about a response happens here, while another answer is still possible. */
export function encode(response: HttpResponse, ownHeaders: Record<string, string>): Payload {
  const bytes = toBytes(response.body);
  const headers = { ...standardHeaders, ...typeHeader(response), ...lowerCase(response), ...ownHeaders };
  for (const [name, value] of Object.entries(headers)) validateHeaderValue(name, value);
  return {
    status: response.status,
    bytes,
    headers: { ...headers, ...lengthHeader(response, bytes) },
    ...operationOf(response),
  };
}

/** Sends a response and gives the client a limited time to take it. */
export function reply(response: ServerResponse, payload: Payload, limits: Limits): void {
  const request = response.req;
  if (response.destroyed || response.headersSent) return;
  const timer = setTimeout(() => request.socket.destroy(), limits.responseTimeout);
  response.once('close', () => clearTimeout(timer));
  const unread = isUnread(request);
  response.writeHead(payload.status, unread ? { ...payload.headers, connection: 'close' } : payload.headers);
  if (!unread) {
    response.end(payload.bytes);
    return;
  }
  response.write(payload.bytes);
  linger(request, response, limits.lingerTimeout);
}

function isUnread(request: IncomingMessage): boolean {
  return announcesBody(request) && !request.complete;
}

/** Closing on a client that still sends resets the connection before it has read the answer. */
function linger(request: IncomingMessage, response: ServerResponse, ms: number): void {
  const timer = setTimeout(() => response.end(), ms);
  finished(request.resume(), () => {
    clearTimeout(timer);
    response.end();
  });
}

function typeHeader({ body }: HttpResponse): Record<string, string> {
  return isText(body) || body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' };
}

/** RFC 9110 §8.6 forbids it on a 204. */
function lengthHeader({ status }: HttpResponse, bytes: Uint8Array): Record<string, number> {
  return status === 204 || status === 304 ? {} : { 'content-length': bytes.length };
}

/** Each face names it in its own place. */
function operationOf({ body, headers = {} }: HttpResponse): { operationId?: string } {
  const inBody = (body as { operation?: { id?: unknown } } | undefined)?.operation?.id;
  const operationId = typeof inBody === 'string' ? inBody : headers['x-operation-id'];
  return operationId === undefined ? {} : { operationId };
}

function isText(body: unknown): body is string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array;
}

function toBytes(body: unknown): Uint8Array {
  if (body === undefined) return new Uint8Array();
  return body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

function lowerCase({ headers = {} }: HttpResponse): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

export type Incoming = {
  method: string;
  /** As sent: still percent-encoded. */
  path: string;
  query: URLSearchParams;
  /** With its leading `?`, or empty. */
  search: string;
  headers: IncomingHttpHeaders;
  body: string;
};

export type Answer = {
  status: number;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as it is, instead of `body`. */
  raw?: string | Buffer;
  /** Keeps the response open: the callee writes to it. */
  stream?: (response: ServerResponse) => void;
  /** Cut the connection instead of answering. */
  drop?: boolean;
};

/** A whole tenant can be loaded in one request; nothing else comes near this. */
const maxBodyBytes = 32 * 1024 * 1024;

/** `null` when the body is larger than anything this world takes. */
export async function readIncoming(request: IncomingMessage): Promise<Incoming | null> {
  const body = await readBody(request);
  if (body === null) return null;
  const url = new URL(`http://simulator${request.url ?? '/'}`);
  const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
  return {
    method: request.method ?? 'GET',
    path,
    query: url.searchParams,
    search: url.search,
    headers: request.headers,
    body,
  };
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBodyBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

export function send(response: ServerResponse, answer: Answer): void {
  if (answer.drop) response.destroy();
  else if (answer.stream) answer.stream(response);
  else writeWhole(response, answer);
}

function writeWhole(response: ServerResponse, answer: Answer): void {
  const json = answer.raw === undefined && answer.body !== undefined;
  const payload = json ? JSON.stringify(answer.body) : (answer.raw ?? '');
  response.writeHead(answer.status, {
    ...(json ? { 'content-type': 'application/json; charset=utf-8' } : {}),
    ...(answer.status === 204 ? {} : { 'content-length': Buffer.byteLength(payload) }),
    ...answer.headers,
  });
  response.end(answer.status === 204 ? undefined : payload);
}

export function badRequest(error: string): Answer {
  return { status: 400, body: { error } };
}

export function bearerOf(headers: Incoming['headers']): string {
  return /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}

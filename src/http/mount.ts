import type { HttpFault } from './faults.ts';

export type HttpRequest = {
  /** Ours, a lower-case GUID; whatever id the client sent is ignored. */
  requestId: string;
  method: string;
  /** As received, still percent-encoded, without the query. */
  path: string;
  query: URLSearchParams;
  /** Path parameters, percent-decoded once, never empty. */
  params: Record<string, string>;
  headers: Record<string, string | undefined>;
  /** A JSON object, or undefined when nothing was sent. */
  body: unknown;
  rawBody: string;
  remoteAddress: string;
  /** Aborts when the client is gone or the drain deadline has passed. */
  signal: AbortSignal;
};

/** `body` goes out as JSON, unless it is a string or bytes, which need a `content-type` header of their own. */
export type HttpResponse = { status: number; headers?: Record<string, string>; body?: unknown };

export type Route = {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** `/tenants/me/policies/:policyKey`; a parameter is one path segment. A GET route answers HEAD as well. */
  path: string;
  handle(request: HttpRequest): Promise<HttpResponse>;
};

/** What a face hands to the front door: its routes, its limits and its own words for what goes wrong. */
export type Mount = {
  name: string;
  /** Whether a path, percent-decoded, belongs here. The first mount that says yes routes it and renders its faults. */
  owns(path: string): boolean;
  /** Bytes. */
  bodyLimit: number;
  /** Media types of request bodies, lower-case and without parameters; the empty one is a body without a label. */
  contentTypes: readonly string[];
  /** How many objects and arrays may be nested in one another; 8 unless told otherwise. */
  maxDepth?: number;
  /** Match paths without regard to case and accept one trailing slash. */
  lenientPaths?: boolean;
  /** Answers while the server drains or is overloaded too. */
  alwaysOpen?: boolean;
  routes: readonly Route[];
  renderFault(fault: HttpFault, request: { requestId: string; path: string }): HttpResponse;
};

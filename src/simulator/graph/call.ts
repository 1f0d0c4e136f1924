import type { JsonObject } from '../json.ts';
import type { Tenant } from '../world/tenant.ts';

/** One Graph request, alone or as an item of a `$batch`. */
export type GraphCall = {
  tenant: Tenant;
  /** The app roles in the caller's token. */
  roles: readonly string[];
  method: string;
  /** Decoded path below `/v1.0`; `users('x')` and `applications(appId='x')` become two segments. */
  segments: string[];
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  body: unknown;
  /** `http://127.0.0.1:<port>` */
  origin: string;
  now: number;
  staleMs: number;
};

export type GraphAnswer = { status: number; body?: unknown; headers?: Record<string, string> };

export type GraphRoute = {
  method: string;
  /** Segments; `*` stands for any one. */
  path: string;
  /** Any one of these allows the call; `A+B` needs both. */
  permissions: readonly string[];
  handle(call: GraphCall): GraphAnswer;
};

export function graphError(status: number, code: string, message: string): GraphAnswer {
  return { status, body: { error: { code, message } } };
}

export function notFound(key: string): GraphAnswer {
  const message = `Resource '${key}' does not exist or one of its queried reference-property objects are not present.`;
  return graphError(404, 'Request_ResourceNotFound', message);
}

export function badGraphRequest(message: string): GraphAnswer {
  return graphError(400, 'Request_BadRequest', message);
}

export const uniquenessViolation = graphError(
  400,
  'Request_MultipleObjectsWithSameKeyValue',
  'Request contains property changes that would result in property-uniqueness violation(s). Please retry your request with corrected values.',
);

export const noContent: GraphAnswer = { status: 204 };

export function pathOf(call: GraphCall): string {
  return `/${call.segments.join('/')}`;
}

export function staleUntil(call: GraphCall): number {
  return call.staleMs > 0 ? call.now + call.staleMs : 0;
}

export function withContext(call: GraphCall, fragment: string, body: JsonObject): JsonObject {
  return { '@odata.context': `${call.origin}/v1.0/$metadata#${fragment}`, ...body };
}

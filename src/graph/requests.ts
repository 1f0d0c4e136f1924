import type { GraphCall } from './call.ts';
import type { Purpose } from './egress.ts';
import { fill } from './template.ts';

/** One kind of request. Path and body are templates: what is sent is filled from them, and nothing else may leave. */
export type GraphRequest = {
  purpose: Purpose;
  method: GraphCall['method'];
  path: string;
  body?: string;
  /** App roles it needs, the least privileged ones. */
  needed: readonly string[];
};

type Values = Parameters<typeof fill>[1];

/** The call that a request becomes for one tenant. Somebody waits for it, unless told otherwise. */
export function callOf(
  { path, body, ...request }: GraphRequest,
  tenantId: string,
  values: Values,
  more: Pick<GraphCall, 'explicit' | 'deadline' | 'givesWay'> = { explicit: true },
): GraphCall {
  const filled = { ...request, tenantId, path: fill(path, values), ...more };
  return body === undefined ? filled : { ...filled, body: fill(body, values) };
}

export function reading(path: string, ...needed: string[]): GraphRequest {
  return { purpose: 'read', method: 'GET', path, needed };
}

import { type GraphDocument, isObject } from '../core/policies/compare.ts';
import type { GraphCall } from './call.ts';
import type { Purpose } from './egress.ts';

export type EgressRow = {
  purpose: Purpose;
  method: GraphCall['method'];
  /** Below the version, compared as it stands: nothing is decoded or resolved. */
  path: string | RegExp;
  /** A collection: its next links are Graph's own, so their query may be any plain one. */
  paged?: boolean;
  /** `before`: the document that a write starts from. */
  accepts(body: string | undefined, before: GraphDocument | undefined): boolean;
};

/** The object in a body of ours; undefined for anything that is not written as JSON.stringify writes it. */
export function objectIn(body: string | undefined): GraphDocument | undefined {
  try {
    const parsed: unknown = JSON.parse(body ?? '');
    return isObject(parsed) && JSON.stringify(parsed) === body ? parsed : undefined;
  } catch {
    return undefined;
  }
}

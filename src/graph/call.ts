import type { GraphRefusal } from '../core/graph-answers.ts';
import type { GraphDocument } from '../core/policies/compare.ts';
import type { Departure, Purpose } from './egress.ts';
import type { Circumstances } from './refusals.ts';

export type GraphCall = {
  tenantId: string;
  purpose: Purpose;
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below `/v1.0`, with its query. Never built from what a person or a tenant wrote. */
  path: string;
  /** JSON, sent as it is. */
  body?: string;
  /** The document that a write to it starts from: it shows what the write leaves alone. */
  before?: GraphDocument;
  /** App roles the call needs, to tell a missing consent from another refusal. */
  needed: readonly string[];
  /** Somebody waits for this call and wants it tried, whatever was remembered. */
  explicit?: boolean;
  /** Nobody waits for this call: whatever somebody does wait for goes first. */
  givesWay?: boolean;
  /** A second try would do it a second time: it is sent again only when it surely was not carried out. */
  once?: boolean;
  /** Graph rejected the last token: mint another. */
  freshToken?: boolean;
  /** Milliseconds since 1970 at which to give up, when the call is one of several. */
  deadline?: number;
};

/** `status` and `message`: Graph's own, where it answered. `maybeDone`: one of the tries may have taken effect, although no answer says so. */
export type Sent =
  | { ok: true; body: unknown; granted: readonly string[] }
  | { ok: false; status?: number; message?: string; refusal: GraphRefusal; maybeDone: boolean };

export type Denied = Departure & { tenantId: string };

/** What is learnt on the way of one call. */
export type Trip = { deadline?: number; granted: readonly string[]; maybeDone: boolean };

export function circumstances({ path, purpose, needed }: GraphCall, { granted }: Trip): Circumstances {
  return { endpoint: 'graph', path, write: purpose !== 'read', needed, granted };
}

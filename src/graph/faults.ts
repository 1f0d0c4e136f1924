import { GraphClientError } from '@microsoft/microsoft-graph-client';
import type { GraphRefusal } from '../core/graph-answers.ts';

/** Why there is no answer to look at. `lost`, `timeout` and `badResponse` may have reached the server. */
export type Fault =
  | { fault: 'notSent' | 'lost' | 'timeout' }
  /** `status` 0: the answer was not read that far. */
  | { fault: 'badResponse'; status: number }
  /** Decided before anything was sent. */
  | { fault: 'refused'; refusal: GraphRefusal }
  /** Not on the egress list: a mistake of ours. */
  | { fault: 'denied'; method: string; path: string };

/** Throws a fault in the one form that the SDK hands on unchanged. */
export function fail(fault: Fault): never {
  throw GraphClientError.setGraphClientError(fault);
}

/** The fault that was thrown; anything else is a mistake of ours and is thrown again. */
export function faultOf(thrown: unknown): Fault {
  if (thrown instanceof GraphClientError && thrown.customError) return thrown.customError;
  throw thrown;
}

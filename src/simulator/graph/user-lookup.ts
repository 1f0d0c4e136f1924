import { isObject, type JsonObject } from '../json.ts';
import { valueAt } from '../world/tenant.ts';
import type { GraphCall } from './call.ts';

/** The user a path such as `users/{id or user principal name}/…` names. */
export function userOf(call: GraphCall): JsonObject | undefined {
  const user = valueAt(call.tenant, call.segments.slice(0, 2));
  return isObject(user) ? user : undefined;
}

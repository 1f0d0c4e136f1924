import { type Answer, badRequest, type Incoming } from '../http.ts';
import { isObject, parseJson } from '../json.ts';
import type { World } from '../world/world.ts';
import { askedTenant, unknownTenant } from './documents.ts';

/** The app roles that future tokens carry; `null` takes the consent itself away. */
export function putGrants(world: World, request: Incoming): Answer {
  const body = parseJson(request.body);
  const roles = isObject(body) ? body['roles'] : undefined;
  if (roles !== null && !isTextList(roles)) return badRequest('roles must be a list of app role names, or null.');
  const tenant = askedTenant(world, request);
  if (!tenant) return unknownTenant;
  tenant.roles = roles;
  return { status: 204 };
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

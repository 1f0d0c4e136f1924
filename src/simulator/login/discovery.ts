import type { Answer } from '../http.ts';
import { listAt, type Tenant } from '../world/tenant.ts';
import type { World } from '../world/world.ts';
import { refusals, tokenError } from './errors.ts';

/** `GET /login/{tenant id or domain}/v2.0/.well-known/openid-configuration`: how Microsoft says whose a domain is. */
export function handleDiscovery(world: World, name: string): Answer {
  const tenant = [...world.tenants.values()].find((one) => isNamed(one, name.toLowerCase()));
  if (!tenant) return tokenError(refusals.tenantNotFound(name), world.clock());
  const authority = `https://login.microsoftonline.com/${tenant.id}`;
  const body = { issuer: `${authority}/v2.0`, token_endpoint: `${authority}/oauth2/v2.0/token` };
  return { status: 200, body };
}

function isNamed(tenant: Tenant, name: string): boolean {
  return tenant.id === name || listAt(tenant, '/domains').some(({ id }) => String(id).toLowerCase() === name);
}

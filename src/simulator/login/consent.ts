import { type Answer, badRequest, type Incoming } from '../http.ts';
import { graphAppId } from '../world/people.ts';
import type { Tenant } from '../world/tenant.ts';
import { homeTenant, tenantOf, type World } from '../world/world.ts';
import { allRoles } from './app-roles.ts';
import { consentPage } from './consent-page.ts';

/** The admin consent page; its form posts the decision back to the same address. */
export function handleConsent(world: World, request: Incoming, tenantName: string): Answer {
  const { query } = request;
  const tenant = consentingTenant(world, tenantName, query);
  const redirect = query.get('redirect_uri') ?? '';
  if (!tenant) return badRequest(`AADSTS90002: Tenant '${tenantName}' not found.`);
  if (query.get('client_id') !== graphAppId)
    return badRequest('AADSTS700016: The application was not found. Check client_id.');
  if (!isLoopback(redirect)) return badRequest('AADSTS50011: The redirect URI must be a http address on this machine.');
  if (request.method !== 'POST') return consentPage(tenant, query, [...world.tenants.values()]);
  return decided(tenant, redirect, query, new URLSearchParams(request.body).get('decision') === 'accept');
}

/** At `organizations` and `common` the admin who signs in picks the tenant: the page offers them all. */
function consentingTenant(world: World, name: string, query: URLSearchParams): Tenant | undefined {
  if (!['organizations', 'common'].includes(name.toLowerCase())) return tenantOf(world, name);
  return tenantOf(world, query.get('signed_in_tenant') ?? world.homeTenantId) ?? homeTenant(world);
}

/** Only the product on this machine may be sent back to: the page is no open redirector. */
function isLoopback(address: string): boolean {
  return /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/.test(address) && URL.canParse(address);
}

function decided(tenant: Tenant, redirect: string, query: URLSearchParams, accepted: boolean): Answer {
  if (accepted) tenant.roles = allRoles;
  const location = new URL(redirect);
  const scope = query.get('scope');
  // A refusal also says admin_consent=True: whoever reads the callback must look at error first.
  const result = accepted ? { ...(scope ? { scope } : {}) } : refused;
  for (const [name, value] of Object.entries({ admin_consent: 'True', tenant: tenant.id, ...result }))
    location.searchParams.set(name, value);
  const state = query.get('state');
  if (state !== null) location.searchParams.set('state', state);
  return { status: 302, headers: { location: location.href, 'cache-control': 'no-store' } };
}

const refused = {
  error: 'consent_required',
  error_description: 'AADSTS65004: The resource owner or authorization server denied the request.',
};

import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';
import { underFaults } from '../control/faults.ts';
import type { Answer, Incoming } from '../http.ts';
import { botAppId, clientSecret, graphAppId } from '../world/people.ts';
import type { Tenant } from '../world/tenant.ts';
import { tenantOf, type World } from '../world/world.ts';
import { type Refusal, refusals, tokenError } from './errors.ts';

const tokenLifetimeS = 3599;
const botScope = 'https://api.botframework.com/.default';
const graphScope = 'https://graph.microsoft.com/.default';

/** `POST /login/{tenant}/oauth2/v2.0/token`: client credentials, for Graph and for the bot's connector calls. */
export async function handleToken(world: World, request: Incoming, tenantName: string): Promise<Answer> {
  const form = new URLSearchParams(request.body);
  const tenant = tenantNamed(world, tenantName, form);
  const entry = {
    at: new Date(world.clock()).toISOString(),
    kind: 'token' as const,
    tenant: tenant?.id ?? tenantName,
    method: 'POST',
    path: `${request.path}${request.search}`,
    body: withoutCredentials(form),
    status: 0,
  };
  world.requests.add(entry);
  const answer = await underFaults(world.faults, { kind: 'token', method: 'POST', path: entry.path }, () =>
    issue(world, tenant, tenantName, form),
  );
  entry.status = answer.status;
  return { ...answer, headers: { 'cache-control': 'no-store', ...answer.headers } };
}

/** The bot's own tenant is the home tenant, whatever name Microsoft's multi-tenant bots use. */
function tenantNamed(world: World, name: string, form: URLSearchParams): Tenant | undefined {
  const isBot = form.get('scope') === botScope && name.toLowerCase() === 'botframework.com';
  if (isBot) return tenantOf(world, world.homeTenantId);
  return tenantOf(world, name) ?? [...world.tenants.values()].find((tenant) => ownsDomain(tenant, name));
}

function ownsDomain(tenant: Tenant, name: string): boolean {
  const domains = tenant.documents.get('/domains')?.value;
  return Array.isArray(domains) && domains.some((domain) => domain?.id?.toLowerCase() === name.toLowerCase());
}

function withoutCredentials(form: URLSearchParams): Record<string, string> {
  const secrets = ['client_secret', 'client_assertion'];
  return Object.fromEntries([...form].map(([name, value]) => [name, secrets.includes(name) ? '***' : value]));
}

async function issue(
  world: World,
  tenant: Tenant | undefined,
  tenantName: string,
  form: URLSearchParams,
): Promise<Answer> {
  const refusal = refusalOf(world, tenant, tenantName, form);
  if (refusal || !tenant) return tokenError(refusal ?? refusals.tenantNotFound(tenantName), world.clock());
  const claims = form.get('scope') === botScope ? botClaims(tenant) : graphClaims(tenant, form);
  const now = Math.floor(world.clock() / 1000);
  const lifetime = { iat: now, nbf: now - 300, exp: now + tokenLifetimeS };
  const token = await world.loginKeys.sign({ ...claims, ...lifetime });
  return {
    status: 200,
    body: { token_type: 'Bearer', expires_in: tokenLifetimeS, ext_expires_in: tokenLifetimeS, access_token: token },
  };
}

function refusalOf(
  world: World,
  tenant: Tenant | undefined,
  tenantName: string,
  form: URLSearchParams,
): Refusal | undefined {
  const client = form.get('client_id') ?? '';
  const scope = form.get('scope') ?? '';
  if (form.get('grant_type') !== 'client_credentials') return refusals.grantType;
  if (!tenant) return refusals.tenantNotFound(tenantName);
  if (!isKnownIn(tenant, client, scope)) return refusals.appNotFound(client, tenant.id);
  if (scope !== graphScope && scope !== botScope) return refusals.scope(scope);
  return refusedCredential(form, client, world.clock());
}

/** An app that no admin of the tenant ever consented to has no service principal there. */
function isKnownIn(tenant: Tenant, client: string, scope: string): boolean {
  return [graphAppId, botAppId].includes(client) && (scope === botScope || tenant.roles !== null);
}

function refusedCredential(form: URLSearchParams, client: string, now: number): Refusal | undefined {
  const assertion = form.get('client_assertion');
  if (assertion === null) return form.get('client_secret') === clientSecret ? undefined : refusals.secret(client);
  return isAssertionOf(assertion, client, now) ? undefined : refusals.assertion;
}

/** No certificate is registered here, so of an assertion only the claims are checked. */
function isAssertionOf(assertion: string, client: string, now: number): boolean {
  try {
    const claims = decodeJwt(assertion);
    return claims.iss === client && claims.sub === client && (claims.exp ?? 0) * 1000 > now;
  } catch {
    return false;
  }
}

function botClaims(tenant: Tenant) {
  const audience = 'https://api.botframework.com';
  return { iss: issuerOf(tenant), aud: audience, appid: botAppId, azp: botAppId, tid: tenant.id, ver: '1.0' };
}

function graphClaims(tenant: Tenant, form: URLSearchParams) {
  const appid = form.get('client_id') ?? '';
  const oid = servicePrincipalId(tenant.id, appid);
  const roles = tenant.roles?.length ? { roles: [...tenant.roles] } : {};
  const appidacr = form.has('client_assertion') ? '2' : '1';
  const iss = issuerOf(tenant);
  const app = { app_displayname: 'Bulwark', appid, appidacr, idtyp: 'app', oid, sub: oid };
  return { aud: 'https://graph.microsoft.com', iss, idp: iss, tid: tenant.id, ver: '1.0', ...app, ...roles };
}

function issuerOf(tenant: Tenant): string {
  return `https://sts.windows.net/${tenant.id}/`;
}

/** Each tenant has its own service principal of an app. */
export function servicePrincipalId(tenantId: string, appId: string): string {
  const hex = createHash('sha256').update(`${tenantId} ${appId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

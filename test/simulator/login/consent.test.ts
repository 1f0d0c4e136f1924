import { expect, test } from 'vitest';
import { call, openWorld, sharedWorld, type WorldClient } from '../world-client.ts';

const redirect = 'http://127.0.0.1:3978/connect/callback';

function consentUrl(world: WorldClient, tenant: string, query: Record<string, string> = {}): string {
  const search = new URLSearchParams({
    client_id: world.facts.graphAppId,
    scope: 'https://graph.microsoft.com/.default',
    redirect_uri: redirect,
    state: 'st&te"<1>',
    ...query,
  });
  return `${world.url}/login/${tenant}/v2.0/adminconsent?${search}`;
}

async function decide(world: WorldClient, tenant: string, decision: string): Promise<URL> {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const reply = await call(consentUrl(world, tenant), 'POST', `decision=${decision}`, form);
  expect(reply.status).toBe(302);
  return new URL(reply.headers.get('location') ?? '');
}

test('the page lists what is asked for', async () => {
  const world = await sharedWorld();
  const page = await call(consentUrl(world, world.homeTenantId), 'GET');
  expect(page.status).toBe(200);
  expect(page.text).toContain('<li>Policy.ReadWrite.Authorization</li>');
  expect(page.text).toContain('value="accept"');
  expect(page.text).not.toContain('te"<1>');
});

test('accepting grants the roles in that tenant and goes back with its id', async () => {
  const world = await openWorld();
  const { tenantId } = world.facts.people.at(-1);
  expect((await world.token({ tenant: tenantId })).status).toBe(400);
  const { searchParams, origin, pathname } = await decide(world, tenantId, 'accept');
  expect(`${origin}${pathname}`).toBe(redirect);
  expect(Object.fromEntries(searchParams)).toEqual({
    admin_consent: 'True',
    tenant: tenantId,
    scope: 'https://graph.microsoft.com/.default',
    state: 'st&te"<1>',
  });
  expect((await world.token({ tenant: tenantId })).status).toBe(200);
});

test('cancelling grants nothing, and still says admin_consent=True beside the error', async () => {
  const world = await openWorld();
  const { tenantId } = world.facts.people.at(-1);
  const { searchParams } = await decide(world, tenantId, 'cancel');
  expect(searchParams.get('admin_consent')).toBe('True');
  expect(searchParams.get('error')).toBe('consent_required');
  expect(searchParams.get('error_description')).toMatch(/^AADSTS65004/);
  expect((await world.token({ tenant: tenantId })).status).toBe(400);
});

test('organizations means the tenant of whoever signs in: the page offers the others', async () => {
  const world = await sharedWorld();
  const page = await call(consentUrl(world, 'organizations'), 'GET');
  expect(page.text).toContain('<strong>Contoso</strong>');
  expect(page.text).toContain('Fabrikam</a>');
});

test.each([
  ['a redirect to another machine', { redirect_uri: 'https://evil.example/' }],
  ['a redirect that only looks local', { redirect_uri: 'http://127.0.0.1.evil.example/' }],
  ['an unknown app', { client_id: 'x' }],
])('refuses %s', async (_what, query) => {
  const world = await sharedWorld();
  expect((await call(consentUrl(world, world.homeTenantId, query as Record<string, string>), 'GET')).status).toBe(400);
});

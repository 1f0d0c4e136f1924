import { expect, test } from 'vitest';
import { openWorld } from '../world-client.ts';

const scopes = 'You cannot perform the requested operation, required scopes are missing in the token.';

test.each([
  [
    'GET',
    '/policies/authorizationPolicy',
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  ],
  ['GET', '/identity/conditionalAccess/policies', 'AccessDenied', scopes],
  ['GET', '/identityProtection/riskyUsers', 'Forbidden', scopes],
  ['GET', '/policies/authenticationMethodsPolicy', 'accessDenied', 'Request Authorization failed'],
  [
    'GET',
    '/auditLogs/directoryAudits',
    'Authentication_MSGraphPermissionMissing',
    'The principal does not have required Microsoft Graph permission(s): AuditLog.Read.All',
  ],
  [
    'GET',
    '/security/alerts_v2',
    'Forbidden',
    'Missing application roles. API required roles: SecurityAlert.Read.All,SecurityAlert.ReadWrite.All,SecurityIncident.Read.All,SecurityIncident.ReadWrite.All, application roles: Domain.Read.All.',
  ],
])('%s %s without its role is 403 in that service’s words', async (method, path, code, message) => {
  const world = await openWorld();
  await world.control('POST', 'grants', { roles: ['Domain.Read.All'] });
  const reply = await world.graph(method, path);
  expect(reply.status).toBe(403);
  expect(reply.body.error).toMatchObject({ code, message });
});

test.each([
  ['PATCH', '/policies/authorizationPolicy', ['Policy.ReadWrite.Authorization']],
  [
    'PATCH',
    '/policies/identitySecurityDefaultsEnforcementPolicy',
    ['Policy.ReadWrite.SecurityDefaults', 'Policy.Read.All'],
  ],
  ['PATCH', '/admin/sharepoint/settings', ['SharePointTenantSettings.ReadWrite.All']],
  ['PATCH', '/domains/contoso.com', ['Domain.ReadWrite.All']],
])('%s %s is allowed by its roles, and by no smaller set', async (method, path, roles) => {
  const world = await openWorld();
  await world.control('POST', 'grants', { roles });
  const allowed = await world.graph(method, path, {}, { token: (await world.token()).body.access_token });
  expect(allowed.status).toBeLessThan(300);
  await world.control('POST', 'grants', { roles: roles.slice(1) });
  const denied = await world.graph(method, path, {}, { token: (await world.token()).body.access_token });
  expect(denied.status).toBe(403);
});

test('a role granted later is in the next token, not in an old one', async () => {
  const world = await openWorld();
  await world.control('POST', 'grants', { roles: [] });
  const old = (await world.token()).body.access_token;
  await world.control('POST', 'grants', { roles: ['Domain.Read.All'] });
  const fresh = (await world.token()).body.access_token;
  expect((await world.graph('GET', '/domains', undefined, { token: old })).status).toBe(403);
  expect((await world.graph('GET', '/domains', undefined, { token: fresh })).status).toBe(200);
});

test('disabling and signing out are two permissions', async () => {
  const world = await openWorld();
  await world.control('POST', 'grants', { roles: ['User.Read.All', 'User.EnableDisableAccount.All'] });
  const path = '/users/lee.gu@contoso.com';
  expect((await world.graph('PATCH', path, { accountEnabled: false })).status).toBe(204);
  expect((await world.graph('POST', `${path}/revokeSignInSessions`)).status).toBe(403);
});

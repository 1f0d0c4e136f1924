import { expect, test } from 'vitest';
import { type Json, openWorld, sharedWorld } from '../world-client.ts';

const conditionalAccess = '/identity/conditionalAccess/policies';
const defaults = '/policies/identitySecurityDefaultsEnforcementPolicy';

test('security defaults and enabled Conditional Access policies exclude each other, both ways', async () => {
  const world = await openWorld();
  expect((await world.graph('PATCH', defaults, { isEnabled: true })).status).toBe(400);
  const { value } = (await world.graph('GET', conditionalAccess)).body;
  for (const { id } of value) await world.graph('PATCH', `${conditionalAccess}/${id}`, { state: 'disabled' });
  expect((await world.graph('PATCH', defaults, { isEnabled: true })).status).toBe(204);
  const refused = await world.graph('PATCH', `${conditionalAccess}/${value[0].id}`, { state: 'enabled' });
  expect(refused.status).toBe(400);
  expect(refused.body.error.message).toContain('You must disable Security defaults');
  const reportOnly = { displayName: 'Try', state: 'enabledForReportingButNotEnforced' };
  expect((await world.graph('POST', conditionalAccess, reportOnly)).status).toBe(201);
});

test('a method configuration without its @odata.type is refused', async () => {
  const world = await openWorld();
  const path = '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/voice';
  expect((await world.graph('PATCH', path, { state: 'disabled' })).status).toBe(400);
  const wrong = { '@odata.type': '#microsoft.graph.smsAuthenticationMethodConfiguration', state: 'disabled' };
  expect((await world.graph('PATCH', path, wrong)).status).toBe(400);
  expect((await world.graph('GET', path)).body.state).toBe('enabled');
});

test('group settings take every value or none', async () => {
  const world = await openWorld();
  const [settings] = (await world.graph('GET', '/groupSettings')).body.value;
  const part = { values: [{ name: 'LockoutThreshold', value: '10' }] };
  expect((await world.graph('PATCH', `/groupSettings/${settings.id}`, part)).status).toBe(400);
  const values = settings.values.map((one: Json) => (one.name === 'LockoutThreshold' ? { ...one, value: '10' } : one));
  expect((await world.graph('PATCH', `/groupSettings/${settings.id}`, { values })).status).toBe(204);
  const again = { templateId: settings.templateId, values };
  expect((await world.graph('POST', '/groupSettings', again)).status).toBe(400);
});

test('a type of policy has one organization default', async () => {
  const world = await openWorld();
  const path = '/policies/tokenLifetimePolicies';
  const definition = ['{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"01:00:00"}}'];
  const policy = { displayName: 'Default', isOrganizationDefault: true, definition };
  expect((await world.graph('POST', path, policy)).status).toBe(201);
  const second = await world.graph('POST', path, policy);
  expect([second.status, second.body.error.code]).toEqual([400, 'Request_MultipleObjectsWithSameKeyValue']);
});

test.each([
  'not json',
  '{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"00:09:59"}}',
  '{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"1.00:00:00"}}',
  '{"TokenLifetimePolicy":{"Version":2,"AccessTokenLifetime":"01:00:00"}}',
  '{"TokenIssuancePolicy":{"Version":1}}',
])('a token policy cannot say %s', async (definition) => {
  const world = await sharedWorld();
  const reply = await world.graph('POST', '/policies/tokenLifetimePolicies', {
    displayName: 'x',
    definition: [definition],
  });
  expect(reply.status).toBe(400);
  expect(reply.body.error).toMatchObject({
    code: 'Request_BadRequest',
    message: 'Property definition has an invalid value.',
  });
});

test('a holder of a directory role cannot be disabled by an app, an ordinary user and a reader can', async () => {
  const world = await openWorld();
  const disable = (upn: string) => world.graph('PATCH', `/users/${upn}`, { accountEnabled: false });
  const refused = await disable('grady.archie@contoso.com');
  expect(refused.status).toBe(403);
  expect(refused.body.error.code).toBe('Authorization_RequestDenied');
  expect((await disable('emergency.access@contoso.onmicrosoft.com')).status).toBe(403);
  expect((await disable('lidia.holloway@contoso.com')).status).toBe(204);
  expect((await disable('alex.wilber@contoso.com')).status).toBe(204);
});

test('a member of a role-assignable group cannot be disabled by an app', async () => {
  const world = await openWorld();
  const { id } = (await world.graph('GET', '/users/alex.wilber@contoso.com')).body;
  await world.control('PUT', 'documents', {
    '/groups': [{ id: 'g1', displayName: 'Tier 0', isAssignableToRole: true }],
    '/groups/g1/members': [{ id }],
  });
  expect((await world.graph('PATCH', `/users/${id}`, { accountEnabled: false })).status).toBe(403);
});

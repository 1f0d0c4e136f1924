import { expect, test } from 'vitest';
import { type Json, openWorld, sharedWorld } from '../world-client.ts';

const methods = '/policies/authenticationMethodsPolicy';

test('a part of defaultUserRolePermissions leaves the rest alone', async () => {
  const world = await openWorld();
  const path = '/policies/authorizationPolicy';
  const before = (await world.graph('GET', path)).body;
  const reply = await world.graph('PATCH', path, { defaultUserRolePermissions: { allowedToCreateApps: false } });
  expect([reply.status, reply.text]).toEqual([204, '']);
  const after = (await world.graph('GET', path)).body;
  expect(after.defaultUserRolePermissions).toEqual({
    ...before.defaultUserRolePermissions,
    allowedToCreateApps: false,
  });
  expect(after).toEqual({ ...before, defaultUserRolePermissions: after.defaultUserRolePermissions });
});

test('any other complex property is replaced as a unit', async () => {
  const world = await openWorld();
  const path = `${methods}/authenticationMethodConfigurations/microsoftAuthenticator`;
  const featureSettings = { displayAppInformationRequiredState: { state: 'enabled' } };
  const type = '#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration';
  await world.graph('PATCH', path, { '@odata.type': type, featureSettings });
  const { body } = await world.graph('GET', path);
  expect(body.featureSettings).toEqual(featureSettings);
  expect(body.state).toBe('enabled');
});

test('a method configuration is the same under any spelling of its id and inside the policy', async () => {
  const world = await openWorld();
  const type = '#microsoft.graph.smsAuthenticationMethodConfiguration';
  const body = { '@odata.type': type, state: 'disabled' };
  const reply = await world.graph('PATCH', `${methods}/authenticationMethodConfigurations/sms`, body);
  expect(reply.status).toBe(204);
  const direct = (await world.graph('GET', `${methods}/authenticationMethodConfigurations/SMS`)).body;
  const inline = (await world.graph('GET', methods)).body.authenticationMethodConfigurations;
  expect(direct).toMatchObject({ '@odata.type': type, id: 'Sms', state: 'disabled' });
  expect(inline.find((one: Json) => one.id === 'Sms').state).toBe('disabled');
});

test.each([
  [methods, { policyMigrationState: 'migrationComplete' }],
  ['/admin/sharepoint/settings', { isLegacyAuthProtocolsEnabled: false }],
])('PATCH %s answers 200 with the new state', async (path, change) => {
  const world = await openWorld();
  const reply = await world.graph('PATCH', path, change);
  expect(reply.status).toBe(200);
  expect(reply.body).toMatchObject(change);
});

test('PUT of the device registration policy wants all five properties and answers 200', async () => {
  const world = await openWorld();
  const path = '/policies/deviceRegistrationPolicy';
  expect((await world.graph('PUT', path, { userDeviceQuota: 10 })).status).toBe(400);
  expect((await world.graph('PATCH', path, { userDeviceQuota: 10 })).status).toBe(405);
  const { body } = await world.graph('GET', path);
  const reply = await world.graph('PUT', path, { ...body, userDeviceQuota: 10 });
  expect(reply.status).toBe(200);
  expect(reply.body).toMatchObject({ id: 'deviceRegistrationPolicy', userDeviceQuota: 10 });
});

test('PUT of the consent request policy answers 204', async () => {
  const world = await openWorld();
  const path = '/policies/adminConsentRequestPolicy';
  const policy = {
    isEnabled: true,
    notifyReviewers: true,
    remindersEnabled: true,
    requestDurationInDays: 30,
    reviewers: [{ query: '/users/a', queryType: 'MicrosoftGraph' }],
  };
  expect((await world.graph('PUT', path, policy)).status).toBe(204);
  expect((await world.graph('GET', path)).body).toMatchObject(policy);
});

test('an object is created with 201, changed and deleted with 204', async () => {
  const world = await openWorld();
  const path = '/policies/activityBasedTimeoutPolicies';
  const definition = ['{"ActivityBasedTimeoutPolicy":{"Version":1}}'];
  const created = await world.graph('POST', path, { displayName: 'Idle', isOrganizationDefault: true, definition });
  expect(created.status).toBe(201);
  const { id } = created.body;
  expect((await world.graph('PATCH', `${path}/${id}`, { displayName: 'Idle 2' })).status).toBe(204);
  expect((await world.graph('GET', `${path}/${id}`)).body).toMatchObject({ id, displayName: 'Idle 2', definition });
  expect((await world.graph('DELETE', `${path}/${id}`)).status).toBe(204);
  expect((await world.graph('GET', `${path}/${id}`)).status).toBe(404);
  expect((await world.graph('DELETE', `${path}/${id}`)).status).toBe(404);
});

test('what Graph cannot do is refused', async () => {
  const world = await sharedWorld();
  expect((await world.graph('DELETE', '/policies/authorizationPolicy')).status).toBe(405);
  expect((await world.graph('POST', '/domains', {})).status).toBe(405);
  expect((await world.graph('GET', '/unheardOf')).status).toBe(400);
  expect((await world.graph('GET', '/users/__proto__')).status).toBe(404);
  expect((await world.graph('GET', '/policies/authorizationPolicy/constructor')).status).toBe(404);
});

test('an id cannot be changed', async () => {
  const world = await openWorld();
  await world.graph('PATCH', '/domains/contoso.com', { id: 'evil.example', passwordValidityPeriodInDays: 2147483647 });
  const { body } = await world.graph('GET', '/domains/contoso.com');
  expect(body).toMatchObject({ id: 'contoso.com', passwordValidityPeriodInDays: 2147483647 });
});

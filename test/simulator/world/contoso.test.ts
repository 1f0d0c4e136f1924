import { expect, test } from 'vitest';
import { type Json, sharedWorld } from '../world-client.ts';

const readPaths = [
  '/policies/authorizationPolicy',
  '/policies/identitySecurityDefaultsEnforcementPolicy',
  '/policies/adminConsentRequestPolicy',
  '/policies/authenticationMethodsPolicy',
  ...['sms', 'voice', 'email', 'microsoftAuthenticator', 'fido2', 'temporaryAccessPass'].map(
    (method) => `/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/${method}`,
  ),
  '/policies/deviceRegistrationPolicy',
  '/policies/authenticationFlowsPolicy',
  '/policies/defaultAppManagementPolicy',
  '/policies/activityBasedTimeoutPolicies',
  '/domains',
  '/groupSettings',
  '/admin/sharepoint/settings',
];

test('every setting that can be hardened can be read', async () => {
  const world = await sharedWorld();
  for (const path of readPaths) expect([path, (await world.graph('GET', path)).status]).toEqual([path, 200]);
});

test('three Conditional Access policies are on, one only reports', async () => {
  const world = await sharedWorld();
  const { value } = (await world.graph('GET', '/identity/conditionalAccess/policies')).body;
  expect(value.map((policy: Json) => policy.state).sort()).toEqual([
    'enabled',
    'enabled',
    'enabled',
    'enabledForReportingButNotEnforced',
  ]);
});

test('an ordinary user is at high risk with three recent detections and an alert', async () => {
  const world = await sharedWorld();
  const { value } = (await world.graph('GET', "/identityProtection/riskyUsers?$filter=riskLevel eq 'high'")).body;
  expect(value).toHaveLength(1);
  const { id } = value[0];
  const yesterday = new Date(Date.now() - 86_400_000).toISOString();
  const filter = `$filter=userId eq '${id}' and detectedDateTime ge ${yesterday}`;
  expect((await world.graph('GET', `/identityProtection/riskDetections?${filter}`)).body.value).toHaveLength(3);
  const [alert] = (await world.graph('GET', "/security/alerts_v2?$filter=status ne 'resolved'")).body.value;
  expect(alert.evidence[0].userAccount.azureAdUserId).toBe(id);
  expect((await world.graph('GET', `/users/${id}/transitiveMemberOf`)).body.value).toEqual([]);
});

test('there are a synced user, a guest and a protected break-glass administrator', async () => {
  const world = await sharedWorld();
  const select = '$select=userPrincipalName,userType,onPremisesSyncEnabled';
  const { value } = (await world.graph('GET', `/users?${select}`)).body;
  expect(value.filter((user: Json) => user.onPremisesSyncEnabled)).toHaveLength(1);
  expect(value.filter((user: Json) => user.userType === 'Guest')).toHaveLength(1);
  const path = `/users/${world.facts.breakGlass.id}/transitiveMemberOf/microsoft.graph.directoryRole`;
  const roles = (await world.graph('GET', path)).body.value;
  expect(roles.map((role: Json) => role.displayName)).toEqual(['Global Administrator']);
});

import { expect, it } from 'vitest';
import { directoryObject } from '../../src/aadgraph/directory-objects.ts';
import contract from '../fixtures/azure-ad-graph-policies.swagger.json' with { type: 'json' };
import { assignedServicePrincipal, unassignedApp } from './face.ts';

const application = {
  id: unassignedApp,
  deletedDateTime: null,
  appId: 'd36c7e02-000d-4649-b711-6f3f3d17fc69',
  displayName: 'My App',
  signInAudience: 'AzureADMultipleOrgs',
  isFallbackPublicClient: true,
  identifierUris: ['api://x'],
  web: {
    homePageUrl: 'https://app.example',
    logoutUrl: 'https://app.example/out',
    redirectUris: ['https://app.example/in'],
    implicitGrantSettings: { enableAccessTokenIssuance: true },
  },
  publicClient: { redirectUris: ['app://in'] },
  api: { oauth2PermissionScopes: [{ id: 'scope' }], knownClientApplications: ['client'] },
  passwordCredentials: [{ keyId: 'key', startDateTime: 'from', endDateTime: 'to', hint: 'abc', secretText: 'secret' }],
};

/** The example in the retired document. */
const documented = contract.paths['/policies/{policy_id}/appliesTo'].get.responses['200'].examples['application/json'];

it('an application has the properties it was documented with, from where they are now', () => {
  const shown = directoryObject({
    kind: 'application',
    id: unassignedApp,
    displayName: 'My App',
    document: application,
  });
  expect(Object.keys(shown).toSorted()).toEqual(Object.keys(documented.value[0] ?? {}).toSorted());
  expect(shown).toMatchObject({
    'odata.type': 'Microsoft.DirectoryServices.Application',
    objectType: 'Application',
    objectId: unassignedApp,
    availableToOtherTenants: true,
    publicClient: true,
    homepage: 'https://app.example',
    logoutUrl: 'https://app.example/out',
    replyUrls: ['https://app.example/in', 'app://in'],
    oauth2AllowImplicitFlow: true,
    oauth2Permissions: [{ id: 'scope' }],
    knownClientApplications: ['client'],
    errorUrl: null,
    passwordCredentials: [{ keyId: 'key', startDate: 'from', endDate: 'to', value: null }],
  });
  expect(JSON.stringify(shown)).not.toMatch(/secret|abc/);
});

it('an application of which Graph says nothing is as the documented example', () => {
  const bare = {
    id: unassignedApp,
    appId: 'd36c7e02-000d-4649-b711-6f3f3d17fc69',
    signInAudience: 'AzureADMultipleOrgs',
    isFallbackPublicClient: true,
  };
  const shown = directoryObject({ kind: 'application', id: unassignedApp, displayName: 'My App', document: bare });
  expect(shown).toEqual({ ...documented.value[0], objectId: unassignedApp });
});

it('a service principal is one', () => {
  const document = {
    appId: 'd36c7e02-000d-4649-b711-6f3f3d17fc69',
    appOwnerOrganizationId: 'tenant',
    oauth2PermissionScopes: [{ id: 'scope' }],
    servicePrincipalType: 'Application',
    addIns: 'odd',
  };
  const holder = { kind: 'servicePrincipal', id: assignedServicePrincipal, displayName: 'My App', document } as const;
  expect(directoryObject(holder)).toMatchObject({
    'odata.type': 'Microsoft.DirectoryServices.ServicePrincipal',
    objectType: 'ServicePrincipal',
    objectId: assignedServicePrincipal,
    appOwnerTenantId: 'tenant',
    oauth2Permissions: [{ id: 'scope' }],
    accountEnabled: true,
    addIns: [],
  });
});

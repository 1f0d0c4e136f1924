import type { JsonObject } from '../json.ts';

const day = 86_400_000;

type PolicyRow = readonly [id: string, displayName: string, state: string, conditions: JsonObject, controls: string[]];

const everyone = { users: { includeUsers: ['All'] }, applications: { includeApplications: ['All'] } };
const globalAdministratorRole = '62e90394-69f5-4237-9190-012177145e10';

const rows: readonly PolicyRow[] = [
  ['ad8d2b4a-8d30-413f-88b8-144c6c8d98d9', 'Require MFA for all users', 'enabled', everyone, ['mfa']],
  [
    '3c1b8f52-6a4e-4d7b-9e30-5f8a2c7d1b46',
    'Block legacy authentication',
    'enabled',
    { ...everyone, clientAppTypes: ['exchangeActiveSync', 'other'] },
    ['block'],
  ],
  [
    '71f0d9ce-2e85-4ba3-8c57-d4a16b9f3e20',
    'Require MFA for administrators',
    'enabled',
    { ...everyone, users: { includeRoles: [globalAdministratorRole] } },
    ['mfa'],
  ],
  [
    'e85a4d17-90bc-4f62-a1d8-3b7c6e20f594',
    'Require compliant devices',
    'enabledForReportingButNotEnforced',
    everyone,
    ['compliantDevice'],
  ],
];

export function conditionalAccessPolicies(now: number): JsonObject[] {
  return rows.map(([id, displayName, state, conditions, builtInControls], index) => ({
    id,
    displayName,
    state,
    templateId: null,
    createdDateTime: new Date(now - (300 - 40 * index) * day).toISOString(),
    modifiedDateTime: null,
    conditions: { clientAppTypes: ['all'], userRiskLevels: [], signInRiskLevels: [], ...conditions },
    grantControls: { operator: 'OR', builtInControls },
    sessionControls: null,
  }));
}

export const groupSettings: JsonObject[] = [
  {
    id: 'f0b2d6a8-4c17-4e93-b5a1-7d28c6e9f304',
    displayName: 'Password Rule Settings',
    templateId: '5cf42378-d67d-4f36-ba46-e8b86229381d',
    values: [
      { name: 'BannedPasswordCheckOnPremisesMode', value: 'Audit' },
      { name: 'EnableBannedPasswordCheckOnPremises', value: 'False' },
      { name: 'EnableBannedPasswordCheck', value: 'False' },
      { name: 'LockoutDurationInSeconds', value: '60' },
      { name: 'LockoutThreshold', value: '25' },
      { name: 'BannedPasswordList', value: '' },
    ],
  },
];

const payrollPolicyId = '2d9f4c61-8b07-4a5e-9c32-e6b1f5d08a74';

/** Token policies, and an application that uses one of them. */
export const tokenDocuments: JsonObject = {
  '/policies/tokenLifetimePolicies': [
    tokenPolicy(payrollPolicyId, 'Long sessions for payroll', 'TokenLifetimePolicy', {
      AccessTokenLifetime: '08:00:00',
    }),
    tokenPolicy('c3a7e815-6d40-4b92-9f1e-58d2b7a0c46f', 'Session limits of 2019', 'TokenLifetimePolicy', {
      MaxInactiveTime: '14.00:00:00',
      MaxAgeSessionSingleFactor: 'until-revoked',
    }),
  ],
  '/policies/tokenIssuancePolicies': [
    tokenPolicy('9e4b7a20-53cd-4f18-86e1-0a7d3c5b2f69', 'Signed SAML for HR', 'TokenIssuancePolicy', {
      TokenResponseSigningPolicy: 'TokenOnly',
      SamlTokenVersion: '2.0',
      SigningAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    }),
  ],
  '/applications': [
    application('b4e8d2f6-1a35-4c79-8e0b-2f6d9a7c5e13', '60a1c9d4-7e2b-4f58-b3a6-8d5e0c1f7b92', 'Payroll'),
    application('5c7f1e3a-9b48-4d26-a0c5-e1b8d6f24970', 'f83b6d05-2c9a-4e71-95d8-4a0e7c6b1f23', 'HR portal'),
  ],
  '/applications/b4e8d2f6-1a35-4c79-8e0b-2f6d9a7c5e13/tokenLifetimePolicies': [{ id: payrollPolicyId }],
  '/servicePrincipals': [
    {
      id: '0d6a8c3e-4f72-4b19-8a5d-c7e1f9b23064',
      appId: '60a1c9d4-7e2b-4f58-b3a6-8d5e0c1f7b92',
      displayName: 'Payroll',
      servicePrincipalType: 'Application',
    },
  ],
};

function tokenPolicy(id: string, displayName: string, root: string, rules: JsonObject): JsonObject {
  const definition = [JSON.stringify({ [root]: { Version: 1, ...rules } })];
  return { id, deletedDateTime: null, description: null, displayName, definition, isOrganizationDefault: false };
}

function application(id: string, appId: string, displayName: string): JsonObject {
  return { id, appId, displayName, signInAudience: 'AzureADMyOrg', isFallbackPublicClient: false };
}

import type { JsonObject } from '../json.ts';

/** What a tenant holds on the day it is created: Microsoft's defaults, no people. */
export function defaultDocuments(tenantId: string, domain: string, displayName = domain): JsonObject {
  return {
    '/organization': [organizationOf(tenantId, displayName, domain)],
    '/policies/authorizationPolicy': authorizationPolicy,
    '/policies/identitySecurityDefaultsEnforcementPolicy': securityDefaults,
    '/policies/adminConsentRequestPolicy': adminConsentRequestPolicy,
    '/policies/authenticationMethodsPolicy': authenticationMethodsPolicy,
    '/policies/deviceRegistrationPolicy': deviceRegistrationPolicy,
    '/policies/authenticationFlowsPolicy': authenticationFlowsPolicy,
    '/policies/defaultAppManagementPolicy': defaultAppManagementPolicy,
    '/policies/activityBasedTimeoutPolicies': [],
    '/policies/tokenLifetimePolicies': [],
    '/policies/tokenIssuancePolicies': [],
    '/identity/conditionalAccess/policies': [],
    '/identityProtection/riskyUsers': [],
    '/identityProtection/riskDetections': [],
    '/security/alerts_v2': [],
    '/groupSettings': [],
    '/users': [],
    '/groups': [],
    '/directoryRoles': [],
    '/applications': [],
    '/servicePrincipals': [],
    '/subscribedSkus': [],
    '/admin/sharepoint/settings': sharepointSettings,
    '/domains': [domainOf(domain)],
  };
}

export function domainOf(id: string, isDefault = true): JsonObject {
  return {
    id,
    authenticationType: 'Managed',
    isVerified: true,
    isDefault,
    isInitial: id.endsWith('.onmicrosoft.com'),
    isRoot: true,
    isAdminManaged: true,
    supportedServices: ['Email', 'OfficeCommunicationsOnline'],
    passwordValidityPeriodInDays: 90,
    passwordNotificationWindowInDays: 14,
  };
}

const authorizationPolicy = {
  id: 'authorizationPolicy',
  displayName: 'Authorization Policy',
  description: 'Used to manage authorization related settings across the company.',
  allowInvitesFrom: 'everyone',
  allowedToSignUpEmailBasedSubscriptions: true,
  allowedToUseSSPR: true,
  allowEmailVerifiedUsersToJoinOrganization: false,
  allowUserConsentForRiskyApps: null,
  blockMsolPowerShell: false,
  guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3',
  defaultUserRolePermissions: {
    allowedToCreateApps: true,
    allowedToCreateSecurityGroups: true,
    allowedToCreateTenants: true,
    allowedToReadBitlockerKeysForOwnedDevice: true,
    allowedToReadOtherUsers: true,
    permissionGrantPoliciesAssigned: [
      'ManagePermissionGrantsForSelf.microsoft-user-default-legacy',
      'ManagePermissionGrantsForOwnedResource.microsoft-dynamically-managed-permissions-for-team',
    ],
  },
};

const securityDefaults = {
  id: '00000000-0000-0000-0000-000000000005',
  displayName: 'Security Defaults',
  description: 'Security defaults is a set of basic identity security mechanisms recommended by Microsoft.',
  isEnabled: false,
};

const adminConsentRequestPolicy = {
  isEnabled: false,
  notifyReviewers: false,
  remindersEnabled: false,
  requestDurationInDays: 0,
  version: 0,
  reviewers: [],
};

const allUsers = { targetType: 'group', id: 'all_users' };
const nobody = { targetType: 'group', id: '00000000-0000-0000-0000-000000000000' };
const microsoftManaged = { state: 'default', includeTarget: allUsers, excludeTarget: nobody };

function method(id: string, state: string, rest: JsonObject = {}): JsonObject {
  const type = `${id.charAt(0).toLowerCase()}${id.slice(1)}`;
  return {
    '@odata.type': `#microsoft.graph.${type}AuthenticationMethodConfiguration`,
    id,
    state,
    excludeTargets: [],
    includeTargets: [{ ...allUsers, isRegistrationRequired: false }],
    ...rest,
  };
}

const authenticationMethodsPolicy = {
  id: 'authenticationMethodsPolicy',
  displayName: 'Authentication Methods Policy',
  description: 'The tenant-wide policy that controls which authentication methods are allowed in the tenant.',
  policyVersion: '1.5',
  policyMigrationState: 'migrationInProgress',
  lastModifiedDateTime: '2026-10-01T08:00:00Z',
  registrationEnforcement: {
    authenticationMethodsRegistrationCampaign: {
      snoozeDurationInDays: 1,
      state: 'default',
      excludeTargets: [],
      includeTargets: [{ ...allUsers, targetedAuthenticationMethod: 'microsoftAuthenticator' }],
    },
  },
  authenticationMethodConfigurations: [
    method('Fido2', 'disabled', { isSelfServiceRegistrationAllowed: true, isAttestationEnforced: false }),
    method('MicrosoftAuthenticator', 'enabled', {
      isSoftwareOathEnabled: true,
      featureSettings: {
        displayAppInformationRequiredState: microsoftManaged,
        displayLocationInformationRequiredState: microsoftManaged,
      },
    }),
    method('Sms', 'enabled'),
    method('TemporaryAccessPass', 'enabled', {
      defaultLength: 8,
      defaultLifetimeInMinutes: 60,
      isUsableOnce: false,
      minimumLifetimeInMinutes: 60,
      maximumLifetimeInMinutes: 480,
    }),
    method('SoftwareOath', 'disabled'),
    method('Voice', 'enabled', { isOfficePhoneAllowed: false }),
    method('Email', 'enabled', { allowExternalIdToUseEmailOtp: 'default' }),
    method('X509Certificate', 'disabled'),
  ],
};

const everyDevice = { '@odata.type': '#microsoft.graph.allDeviceRegistrationMembership' };

const deviceRegistrationPolicy = {
  id: 'deviceRegistrationPolicy',
  displayName: 'Device Registration Policy',
  description: 'Tenant-wide policy that manages initial provisioning controls.',
  userDeviceQuota: 50,
  multiFactorAuthConfiguration: 'notRequired',
  azureADRegistration: { isAdminConfigurable: false, allowedToRegister: everyDevice },
  azureADJoin: {
    isAdminConfigurable: true,
    allowedToJoin: everyDevice,
    localAdmins: { enableGlobalAdmins: true, registeringUsers: everyDevice },
  },
  localAdminPassword: { isEnabled: false },
};

const authenticationFlowsPolicy = {
  id: 'authenticationFlowsPolicy',
  displayName: 'Authentication flows policy',
  description: 'Authentication flows policy allows modification of settings related to authentication flows.',
  selfServiceSignUp: { isEnabled: false },
};

const defaultAppManagementPolicy = {
  id: '00000000-0000-0000-0000-000000000000',
  displayName: 'Default app management tenant policy',
  description: 'Default tenant policy that enforces app management restrictions on applications.',
  isEnabled: false,
  applicationRestrictions: { passwordCredentials: [], keyCredentials: [] },
  servicePrincipalRestrictions: { passwordCredentials: [], keyCredentials: [] },
};

const sharepointSettings = {
  allowedDomainGuidsForSyncApp: [],
  isCommentingOnSitePagesEnabled: true,
  isLegacyAuthProtocolsEnabled: true,
  isResharingByExternalUsersEnabled: true,
  sharingCapability: 'externalUserAndGuestSharing',
  sharingDomainRestrictionMode: 'none',
};

function organizationOf(id: string, displayName: string, domain: string): JsonObject {
  const initial = domain.replace(/\.[a-z]+$/, '.onmicrosoft.com');
  const verifiedDomains = [
    { name: domain, type: 'Managed', isDefault: true, isInitial: false },
    { name: initial, type: 'Managed', isDefault: false, isInitial: true },
  ];
  return { id, displayName, tenantType: 'AAD', countryLetterCode: 'US', verifiedDomains };
}

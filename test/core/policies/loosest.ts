import type { GraphDocument } from '../../../src/core/policies/compare.ts';

const all = { targetType: 'group', id: 'all_users' };
const legal = { targetType: 'group', id: '5b1f0c1e-8b5e-4a53-9a2c-6c3f0e7d1a20' };
const leftToMicrosoft = { state: 'default', includeTarget: all, excludeTarget: legal };
const everyone = { '@odata.type': '#microsoft.graph.allDeviceRegistrationMembership' };
const someone = { '@odata.type': '#microsoft.graph.enumeratedDeviceRegistrationMembership', users: ['u1'], groups: [] };

function method(id: string, state: string, rest: object = {}) {
  const type = `#microsoft.graph.${id.charAt(0).toLowerCase()}${id.slice(1)}AuthenticationMethodConfiguration`;
  return { '@odata.type': type, id, state, excludeTargets: [], includeTargets: [all], ...rest };
}

function named(values: Record<string, string>) {
  return Object.entries(values).map(([name, value]) => ({ name, value }));
}

function domain(id: string, passwordValidityPeriodInDays: number | null, rest: object = {}) {
  const window = { passwordNotificationWindowInDays: passwordValidityPeriodInDays === null ? null : 14 };
  return { id, isVerified: true, authenticationType: 'Managed', passwordValidityPeriodInDays, ...window, ...rest };
}

/** Every document of the allow-list in a tenant where all settings are at their loosest, with things that must stay. */
export const loosestDocuments: Readonly<Record<string, GraphDocument>> = {
  '/policies/identitySecurityDefaultsEnforcementPolicy': { id: 'policy', isEnabled: false },
  '/policies/authorizationPolicy': {
    id: 'authorizationPolicy',
    allowInvitesFrom: 'everyone',
    allowedToSignUpEmailBasedSubscriptions: true,
    allowedToUseSSPR: true,
    allowEmailVerifiedUsersToJoinOrganization: true,
    allowUserConsentForRiskyApps: true,
    blockMsolPowerShell: false,
    guestUserRoleId: 'a0b1b346-4d3e-4e8b-98f8-753987be4970',
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
  },
  '/policies/adminConsentRequestPolicy': {
    isEnabled: false,
    notifyReviewers: false,
    remindersEnabled: false,
    requestDurationInDays: 60,
    version: 3,
    reviewers: [
      { query: '/groups/5b1f0c1e-8b5e-4a53-9a2c-6c3f0e7d1a20/transitiveMembers', queryType: 'MicrosoftGraph' },
    ],
  },
  '/policies/authenticationMethodsPolicy': {
    id: 'authenticationMethodsPolicy',
    policyMigrationState: 'preMigration',
    registrationEnforcement: {
      authenticationMethodsRegistrationCampaign: {
        snoozeDurationInDays: 3,
        state: 'disabled',
        excludeTargets: [legal],
        includeTargets: [{ ...legal, targetedAuthenticationMethod: 'microsoftAuthenticator' }],
      },
    },
    authenticationMethodConfigurations: [
      method('Fido2', 'disabled', { isSelfServiceRegistrationAllowed: false, isAttestationEnforced: true }),
      method('MicrosoftAuthenticator', 'disabled', {
        featureSettings: {
          displayAppInformationRequiredState: leftToMicrosoft,
          displayLocationInformationRequiredState: leftToMicrosoft,
        },
      }),
      method('Sms', 'enabled'),
      method('TemporaryAccessPass', 'enabled', { isUsableOnce: false, defaultLength: 8 }),
      method('Voice', 'enabled'),
      method('Email', 'enabled', { allowExternalIdToUseEmailOtp: 'default' }),
    ],
  },
  '/policies/deviceRegistrationPolicy': {
    id: 'deviceRegistrationPolicy',
    userDeviceQuota: 50,
    multiFactorAuthConfiguration: 'notRequired',
    azureADRegistration: { isAdminConfigurable: false, allowedToRegister: everyone },
    azureADJoin: {
      isAdminConfigurable: true,
      allowedToJoin: everyone,
      localAdmins: { enableGlobalAdmins: true, registeringUsers: someone },
    },
    localAdminPassword: { isEnabled: false },
  },
  '/policies/authenticationFlowsPolicy': { id: 'authenticationFlowsPolicy', selfServiceSignUp: { isEnabled: true } },
  '/policies/defaultAppManagementPolicy': {
    id: '00000000-0000-0000-0000-000000000000',
    isEnabled: false,
    applicationRestrictions: {
      passwordCredentials: [{ restrictionType: 'customPasswordAddition', state: 'enabled', maxLifetime: null }],
      keyCredentials: [],
    },
  },
  '/policies/activityBasedTimeoutPolicies': { value: [] },
  '/domains': {
    value: [
      domain('contoso.com', 90),
      domain('Fabrikam.com', null),
      domain('sales.contoso.com', 30),
      domain('adatum.com', 90, { authenticationType: 'Federated' }),
      domain('waiting.example', 90, { isVerified: false }),
    ],
  },
  '/groupSettings': {
    value: [
      {
        id: 'f0b2d6a8-4c17-4e93-b5a1-7d28c6e9f304',
        displayName: 'Password Rule Settings',
        templateId: '5cf42378-d67d-4f36-ba46-e8b86229381d',
        values: named({
          BannedPasswordCheckOnPremisesMode: 'Audit',
          EnableBannedPasswordCheckOnPremises: 'False',
          EnableBannedPasswordCheck: 'False',
          LockoutDurationInSeconds: '5',
          LockoutThreshold: '50',
          BannedPasswordList: 'contoso\tfabrikam',
        }),
      },
      {
        id: '0a1b2c3d-4c17-4e93-b5a1-7d28c6e9f305',
        displayName: 'Group.Unified',
        templateId: '62375AB9-6b52-47ed-826b-58e47e0e304b',
        values: named({ AllowGuestsToBeGroupOwner: 'true', EnableGroupCreation: 'false', ClassificationList: 'A,B' }),
      },
    ],
  },
  '/admin/sharepoint/settings': {
    sharingCapability: 'externalUserAndGuestSharing',
    isLegacyAuthProtocolsEnabled: true,
    isResharingByExternalUsersEnabled: true,
    sharingDomainRestrictionMode: 'none',
  },
};

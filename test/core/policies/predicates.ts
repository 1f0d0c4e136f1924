import type { GraphDocument } from '../../../src/core/policies/compare.ts';

// biome-ignore lint/suspicious/noExplicitAny: whatever a tenant may hold
type Any = any;
type Predicate = (document: Any) => boolean;

const is = (value: unknown, ...wanted: unknown[]) =>
  wanted.some((one) =>
    typeof one === 'string' && typeof value === 'string' ? one.toLowerCase() === value.toLowerCase() : one === value,
  );
const text = (value: unknown) => (typeof value === 'string' ? value : '');
const list = (value: unknown): Any[] => (Array.isArray(value) ? value : []);

function at(field: string, ...wanted: unknown[]): Predicate {
  return (document) =>
    is(
      field.split('.').reduce((inner: Any, name) => inner?.[name], document),
      ...wanted,
    );
}

function method(id: string, holds: (config: Any) => boolean): Predicate {
  return (document) => {
    const found = list(document.authenticationMethodConfigurations).find((one) => is(one?.id, id));
    return found !== undefined && holds(found);
  };
}

function setting(template: string, defaults: Record<string, string>, holds: (values: Any) => boolean): Predicate {
  return (document) => {
    const found = list(document.value).find(
      (one) => is(one?.templateId, template) || named(template, one?.displayName),
    );
    const values = Object.fromEntries(list(found?.values).map((one) => [text(one?.name), one?.value]));
    return holds({ ...defaults, ...values });
  };
}

function named(template: string, displayName: unknown): boolean {
  const names: Record<string, string> = {
    [rules]: 'Password Rule Settings',
    [groups]: 'Group.Unified',
    [consents]: 'Consent Policy Settings',
  };
  return displayName === names[template];
}

const rules = '5cf42378-d67d-4f36-ba46-e8b86229381d';
const groups = '62375ab9-6b52-47ed-826b-58e47e0e304b';
const consents = 'dffd5d46-495d-40a9-8e21-954ff55e198a';
const lockout = { LockoutThreshold: '10', LockoutDurationInSeconds: '60' };
const int = (value: unknown) => (typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : Number.NaN);

function grants({ defaultUserRolePermissions }: Any): boolean {
  const assigned = defaultUserRolePermissions?.permissionGrantPoliciesAssigned;
  const all = typeof assigned === 'string' ? assigned.split(',') : assigned;
  if (!Array.isArray(all)) return false;
  const own = all.filter((one) => /^\s*ManagePermissionGrantsForSelf\./i.test(text(one)));
  return own.every((one) => /^\s*ManagePermissionGrantsForSelf\.microsoft-user-default-low\s*$/i.test(one));
}

const forAll = (feature: Any) => is(feature?.state, 'enabled') && is(feature?.includeTarget?.id, 'all_users');

/** Short enough, as far as a simple reading of ISO 8601 goes. */
function atMost180Days(lifetime: unknown): boolean {
  const [, y = 0, m = 0, w = 0, d = 0, h = 0] =
    /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:\d+M)?(?:[\d.]+S)?)?$/i.exec(text(lifetime)) ??
    ([0, 9_999] as Any);
  return Number(y) * 365 + Number(m) * 28 + Number(w) * 7 + Number(d) + Number(h) / 24 <= 180;
}

function limited(restrictions: unknown, type: string): boolean {
  const enabled = list(restrictions).filter((one) => is(one?.restrictionType, type) && is(one?.state, 'enabled'));
  return enabled.length > 0 && enabled.every(({ maxLifetime }) => atMost180Days(maxLifetime));
}

function timeout({ value }: Any): boolean {
  const policy = list(value).find((one) => one?.isOrganizationDefault === true);
  const rules = JSON.parse(policy.definition[0]).ActivityBasedTimeoutPolicy.ApplicationPolicies;
  const { WebSessionIdleTimeout } = rules.find(({ ApplicationId }: Any) => is(ApplicationId, 'default'));
  return /^0?[0-2]:\d\d:\d\d$|^0?3:00:00$/.test(WebSessionIdleTimeout);
}

function neverExpire({ value }: Any): boolean {
  const all = list(value);
  const own = all.filter((one) => one?.isVerified === true && is(one?.authenticationType, 'Managed'));
  const roots = own.filter(
    ({ id }) =>
      !all.some((one) =>
        text(id)
          .toLowerCase()
          .endsWith(`.${text(one?.id).toLowerCase()}`),
      ),
  );
  return roots.every(({ passwordValidityPeriodInDays }) => passwordValidityPeriodInDays === 2_147_483_647);
}

/** When each setting is secure, written down a second time and straight from the list of the benchmarks. */
export const predicates: Readonly<Record<string, (document: GraphDocument) => boolean>> = {
  security_defaults: at('isEnabled', true),
  user_app_registration: at('defaultUserRolePermissions.allowedToCreateApps', false),
  user_tenant_creation: at('defaultUserRolePermissions.allowedToCreateTenants', false),
  user_security_group_creation: at('defaultUserRolePermissions.allowedToCreateSecurityGroups', false),
  bitlocker_self_recovery: at('defaultUserRolePermissions.allowedToReadBitlockerKeysForOwnedDevice', false),
  risky_app_consent: at('allowUserConsentForRiskyApps', false, null),
  guest_invites: at('allowInvitesFrom', 'adminsAndGuestInviters', 'none'),
  guest_directory_access: at(
    'guestUserRoleId',
    '2af84b1e-32c8-42b7-82bc-daa82404023b',
    '10dae51f-b6af-4016-8d66-8c2a99b929b3',
  ),
  email_based_subscriptions: at('allowedToSignUpEmailBasedSubscriptions', false),
  email_verified_join: at('allowEmailVerifiedUsersToJoinOrganization', false),
  admin_sspr: at('allowedToUseSSPR', false),
  legacy_msol_powershell: at('blockMsolPowerShell', true),
  user_consent: grants,
  admin_consent_workflow: (document: Any) =>
    document.isEnabled === true &&
    document.notifyReviewers === true &&
    document.remindersEnabled === true &&
    document.requestDurationInDays <= 30 &&
    list(document.reviewers).length > 0,
  auth_method_sms: method('sms', ({ state }) => is(state, 'disabled')),
  auth_method_voice: method('voice', ({ state }) => is(state, 'disabled')),
  auth_method_email_otp: method('email', ({ state }) => is(state, 'disabled')),
  authenticator_sign_in_context: method(
    'microsoftAuthenticator',
    ({ featureSettings: set }) =>
      forAll(set?.displayAppInformationRequiredState) && forAll(set?.displayLocationInformationRequiredState),
  ),
  authenticator_enabled: method('microsoftAuthenticator', ({ state }) => is(state, 'enabled')),
  passkey_fido2: method(
    'fido2',
    ({ state, isSelfServiceRegistrationAllowed }) => is(state, 'enabled') && isSelfServiceRegistrationAllowed === true,
  ),
  tap_one_time: method('temporaryAccessPass', ({ isUsableOnce }) => isUsableOnce === true),
  mfa_registration_campaign: ({ registrationEnforcement }: Any) => {
    const campaign = registrationEnforcement?.authenticationMethodsRegistrationCampaign;
    return is(campaign?.state, 'enabled') && list(campaign.includeTargets).some((one) => is(one?.id, 'all_users'));
  },
  auth_methods_migration: at('policyMigrationState', 'migrationComplete', null),
  laps: at('localAdminPassword.isEnabled', true),
  device_quota: ({ userDeviceQuota }: Any) => /^\d+$/.test(String(userDeviceQuota)) && Number(userDeviceQuota) <= 10,
  device_join_global_admin: at('azureADJoin.localAdmins.enableGlobalAdmins', false),
  device_join_registering_user: ({ azureADJoin }: Any) =>
    /^#?microsoft\.graph\.noDeviceRegistrationMembership$/i.test(
      azureADJoin?.localAdmins?.registeringUsers?.['@odata.type'],
    ),
  device_join_mfa: at('multiFactorAuthConfiguration', 'required'),
  self_service_sign_up: at('selfServiceSignUp.isEnabled', false),
  app_credential_lifetime: ({ isEnabled, applicationRestrictions: set }: Any) =>
    isEnabled === true &&
    limited(set?.passwordCredentials, 'passwordLifetime') &&
    limited(set?.keyCredentials, 'asymmetricKeyLifetime'),
  idle_session_timeout: timeout,
  password_never_expires: neverExpire,
  smart_lockout: setting(
    rules,
    lockout,
    (values) => int(values.LockoutThreshold) <= 10 && int(values.LockoutDurationInSeconds) >= 60,
  ),
  banned_passwords: setting(
    rules,
    {},
    (values) => is(values.EnableBannedPasswordCheck, 'True') && text(values.BannedPasswordList).trim() !== '',
  ),
  onprem_password_protection: setting(
    rules,
    {},
    (values) =>
      is(values.EnableBannedPasswordCheckOnPremises, 'True') && is(values.BannedPasswordCheckOnPremisesMode, 'Enforce'),
  ),
  guest_group_owners: setting(groups, { AllowGuestsToBeGroupOwner: 'false' }, (values) =>
    is(values.AllowGuestsToBeGroupOwner, 'false'),
  ),
  group_owner_app_consent: setting(consents, {}, (values) => is(values.EnableGroupSpecificConsent, 'False')),
  spo_legacy_auth: at('isLegacyAuthProtocolsEnabled', false),
  spo_external_sharing: at('sharingCapability', 'existingExternalUserSharingOnly', 'disabled'),
  spo_guest_resharing: at('isResharingByExternalUsersEnabled', false),
};

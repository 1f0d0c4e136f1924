/** How Graph words a missing permission; the services behind it differ. */
export type Denial =
  | 'directory'
  | 'accessDenied'
  | 'identityProtection'
  | 'securityAlerts'
  | 'authenticationMethods'
  | 'reports';

export type Resource = {
  /** Documents at this path and below. */
  path: string;
  kind: 'singleton' | 'collection';
  /** Any one allows; `A+B` needs both. Whoever may write may read. */
  read: readonly string[];
  write?: readonly string[];
  denial?: Denial;
  /** The status of a PATCH of the document or of one of its items. */
  patch?: 200 | 204;
  put?: { status: 200 | 204; required: readonly string[] };
  create?: boolean;
  remove?: boolean;
  /** Complex properties of which a part may be sent; all others are replaced as a unit. */
  partial?: readonly string[];
  defaultSelect?: readonly string[];
  /** Enumeration members by property that are `unknownFutureValue` to a caller who does not ask for them. */
  laterMembers?: Readonly<Record<string, readonly string[]>>;
  pageSize?: number;
  maxTop?: number;
  unsupported?: readonly string[];
  /** Directory objects: `ne`, `not`, `endsWith`, `$count` and `$search` need `ConsistencyLevel: eventual`. */
  advancedQueries?: boolean;
};

const userDefaults = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

const directoryRead = ['Directory.Read.All', 'Directory.ReadWrite.All'];
const appPolicyWrite = ['Policy.ReadWrite.ApplicationConfiguration'];

function singleton(path: string, read: string[], write: string[], rest: Partial<Resource> = {}): Resource {
  return { path, kind: 'singleton', read, write, patch: 204, ...rest };
}

function collection(path: string, read: string[], rest: Partial<Resource> = {}): Resource {
  return { path, kind: 'collection', read, ...rest };
}

function typedPolicies(name: string): Resource {
  const rest = { write: appPolicyWrite, patch: 204, create: true, remove: true } as const;
  return collection(`/policies/${name}`, ['Policy.Read.All', ...appPolicyWrite], rest);
}

const devicePolicyProperties = [
  'userDeviceQuota',
  'multiFactorAuthConfiguration',
  'azureADRegistration',
  'azureADJoin',
  'localAdminPassword',
];
const consentRequestProperties = [
  'isEnabled',
  'notifyReviewers',
  'remindersEnabled',
  'requestDurationInDays',
  'reviewers',
];
const laterServiceSources = [
  'microsoftDefenderForCloud',
  'microsoftSentinel',
  'microsoftInsiderRiskManagement',
  'microsoftThreatIntelligence',
  'microsoftSecurityForAI',
];
const groupSettingsRoles = ['GroupSettings.ReadWrite.All', 'Directory.ReadWrite.All'];
const conditionalAccessWrite = ['Policy.ReadWrite.ConditionalAccess+Policy.Read.All'];

export const resources: readonly Resource[] = [
  singleton('/policies/authorizationPolicy', ['Policy.Read.All'], ['Policy.ReadWrite.Authorization'], {
    partial: ['defaultUserRolePermissions'],
  }),
  singleton(
    '/policies/identitySecurityDefaultsEnforcementPolicy',
    ['Policy.Read.All'],
    ['Policy.ReadWrite.SecurityDefaults+Policy.Read.All'],
  ),
  singleton('/policies/adminConsentRequestPolicy', ['Policy.Read.All'], ['Policy.ReadWrite.ConsentRequest'], {
    patch: undefined,
    put: { status: 204, required: consentRequestProperties },
  }),
  singleton(
    '/policies/authenticationMethodsPolicy',
    ['Policy.Read.AuthenticationMethod', 'Policy.Read.All'],
    ['Policy.ReadWrite.AuthenticationMethod'],
    { patch: 200, denial: 'authenticationMethods' },
  ),
  singleton(
    '/policies/deviceRegistrationPolicy',
    ['Policy.Read.DeviceConfiguration'],
    ['Policy.ReadWrite.DeviceConfiguration'],
    { patch: undefined, put: { status: 200, required: devicePolicyProperties } },
  ),
  singleton('/policies/authenticationFlowsPolicy', ['Policy.Read.All'], ['Policy.ReadWrite.AuthenticationFlows']),
  singleton('/policies/defaultAppManagementPolicy', ['Policy.Read.All'], appPolicyWrite),
  singleton(
    '/admin/sharepoint/settings',
    ['SharePointTenantSettings.Read.All'],
    ['SharePointTenantSettings.ReadWrite.All'],
    { patch: 200 },
  ),
  typedPolicies('activityBasedTimeoutPolicies'),
  typedPolicies('tokenLifetimePolicies'),
  typedPolicies('tokenIssuancePolicies'),
  typedPolicies('claimsMappingPolicies'),
  typedPolicies('homeRealmDiscoveryPolicies'),
  collection('/identity/conditionalAccess/policies', ['Policy.Read.All'], {
    write: conditionalAccessWrite,
    denial: 'accessDenied',
    patch: 204,
    create: true,
    remove: true,
  }),
  collection('/domains', ['Domain.Read.All', 'Domain.ReadWrite.All', ...directoryRead], {
    write: ['Domain.ReadWrite.All'],
    patch: 204,
  }),
  collection('/groupSettings', ['GroupSettings.Read.All', ...directoryRead], {
    write: groupSettingsRoles,
    patch: 204,
    create: true,
    remove: true,
  }),
  collection('/identityProtection/riskyUsers', ['IdentityRiskyUser.Read.All'], {
    write: ['IdentityRiskyUser.ReadWrite.All'],
    denial: 'identityProtection',
    maxTop: 500,
    unsupported: ['$skip', '$orderby'],
  }),
  collection('/identityProtection/riskDetections', ['IdentityRiskEvent.Read.All'], {
    denial: 'identityProtection',
    pageSize: 20,
    maxTop: 500,
    unsupported: ['$skip', '$count', '$orderby'],
  }),
  collection(
    '/security/alerts_v2',
    [
      'SecurityAlert.Read.All',
      'SecurityAlert.ReadWrite.All',
      'SecurityIncident.Read.All',
      'SecurityIncident.ReadWrite.All',
    ],
    {
      write: ['SecurityAlert.ReadWrite.All'],
      denial: 'securityAlerts',
      patch: 200,
      unsupported: ['$orderby'],
      laterMembers: { serviceSource: laterServiceSources },
    },
  ),
  collection('/auditLogs/directoryAudits', ['AuditLog.Read.All'], { denial: 'reports' }),
  collection('/reports/authenticationMethods/userRegistrationDetails', ['AuditLog.Read.All'], { denial: 'reports' }),
  collection('/users', ['User.Read.All', 'User.ReadWrite.All', ...directoryRead], {
    write: ['User.EnableDisableAccount.All+User.Read.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
    patch: 204,
    defaultSelect: userDefaults,
    advancedQueries: true,
  }),
  collection('/groups', ['GroupMember.Read.All', 'Group.Read.All', ...directoryRead], { advancedQueries: true }),
  collection('/directoryRoles', ['RoleManagement.Read.Directory', ...directoryRead]),
  collection('/roleManagement/directory/roleAssignments', ['RoleManagement.Read.Directory', ...directoryRead]),
  collection('/roleManagement/directory/roleDefinitions', ['RoleManagement.Read.Directory', ...directoryRead]),
  collection('/organization', ['Organization.Read.All', 'User.Read.All', ...directoryRead]),
  collection('/subscribedSkus', ['LicenseAssignment.Read.All', 'Organization.Read.All', ...directoryRead]),
  collection('/applications', ['Application.Read.All', 'Application.ReadWrite.All', ...directoryRead]),
  collection('/servicePrincipals', ['Application.Read.All', 'Application.ReadWrite.All', ...directoryRead]),
];

/** The resource a path belongs to. */
export function resourceOf(segments: readonly string[]): Resource | undefined {
  const path = `/${segments.join('/')}`.toLowerCase();
  return resources.find((one) => path === one.path.toLowerCase() || path.startsWith(`${one.path.toLowerCase()}/`));
}

/** Whether the path is the resource itself, rather than something below it. */
export function isWhole(resource: Resource, segments: readonly string[]): boolean {
  return resource.path.split('/').length - 1 === segments.length;
}

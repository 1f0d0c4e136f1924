import { type GraphDocument, isObject } from '../core/policies/compare.ts';
import type { Holder, HolderKind } from '../core/token-policies/token-policy.ts';

export const typeNames = {
  application: 'Microsoft.DirectoryServices.Application',
  servicePrincipal: 'Microsoft.DirectoryServices.ServicePrincipal',
} as const satisfies Record<HolderKind, string>;

/** An application or service principal of Microsoft Graph with the properties that Azure AD Graph gave it. */
export function directoryObject({ kind, id, displayName, document }: Holder) {
  const own = kind === 'application' ? application(document) : servicePrincipal(document);
  return {
    'odata.type': typeNames[kind],
    objectType: kind === 'application' ? 'Application' : 'ServicePrincipal',
    objectId: id,
    deletionTimestamp: document['deletedDateTime'] ?? null,
    displayName,
    ...common(document),
    ...own,
  };
}

function common(document: GraphDocument) {
  return {
    addIns: list(document['addIns']),
    appId: document['appId'] ?? null,
    appRoles: list(document['appRoles']),
    errorUrl: null,
    keyCredentials: list(document['keyCredentials']).map(credential),
    passwordCredentials: list(document['passwordCredentials']).map(credential),
    samlMetadataUrl: null,
  };
}

/** Moved or renamed by Microsoft Graph; the last three it does not keep. */
function application(document: GraphDocument) {
  const [web, api, publicClient] = [part(document, 'web'), part(document, 'api'), part(document, 'publicClient')];
  return {
    availableToOtherTenants: (document['signInAudience'] ?? 'AzureADMyOrg') !== 'AzureADMyOrg',
    groupMembershipClaims: document['groupMembershipClaims'] ?? null,
    homepage: web['homePageUrl'] ?? null,
    identifierUris: list(document['identifierUris']),
    knownClientApplications: list(api['knownClientApplications']),
    logoutUrl: web['logoutUrl'] ?? null,
    oauth2AllowImplicitFlow: part(web, 'implicitGrantSettings')['enableAccessTokenIssuance'] === true,
    oauth2Permissions: list(api['oauth2PermissionScopes']),
    publicClient: document['isFallbackPublicClient'] === true,
    replyUrls: [...list(web['redirectUris']), ...list(publicClient['redirectUris'])],
    requiredResourceAccess: list(document['requiredResourceAccess']),
    oauth2AllowUrlPathMatching: false,
    oauth2RequirePostResponse: document['oauth2RequirePostResponse'] === true,
    recordConsentConditions: null,
  };
}

function servicePrincipal(document: GraphDocument) {
  return {
    accountEnabled: document['accountEnabled'] ?? true,
    alternativeNames: list(document['alternativeNames']),
    appDisplayName: document['appDisplayName'] ?? null,
    appOwnerTenantId: document['appOwnerOrganizationId'] ?? null,
    appRoleAssignmentRequired: document['appRoleAssignmentRequired'] === true,
    homepage: document['homepage'] ?? null,
    logoutUrl: document['logoutUrl'] ?? null,
    oauth2Permissions: list(document['oauth2PermissionScopes']),
    preferredTokenSigningKeyThumbprint: document['preferredTokenSigningKeyThumbprint'] ?? null,
    publisherName: null,
    replyUrls: list(document['replyUrls']),
    servicePrincipalNames: list(document['servicePrincipalNames']),
    servicePrincipalType: document['servicePrincipalType'] ?? null,
    tags: list(document['tags']),
  };
}

/** Says that there is a credential and until when; neither service ever shows the credential itself. */
function credential(given: unknown) {
  const { keyId = null, startDateTime = null, endDateTime = null, type, usage } = isObject(given) ? given : {};
  const kind = type === undefined ? {} : { type, usage: usage ?? null };
  return { customKeyIdentifier: null, endDate: endDateTime, keyId, startDate: startDateTime, ...kind, value: null };
}

function part(document: GraphDocument, name: string): GraphDocument {
  const value = document[name];
  return isObject(value) ? value : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

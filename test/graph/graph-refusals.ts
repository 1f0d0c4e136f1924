/** What real tenants were seen to answer, as faults of the simulator, and the row of the decision table each is. */

export type RefusalCase = readonly [row: number, what: string, meaning: string, fault: object];

function graph(status: number, code: string, message: string, headers?: Record<string, string>): object {
  return { status, body: { error: { code, message } }, ...(headers && { headers }) };
}

const challenge = { 'www-authenticate': 'Bearer realm="", error="insufficient_claims", claims="eyJ4Ijp7fX0="' };

/** Meaning: status and reason. The same on every source and every write, whatever the token carries. */
export const refusalCases: readonly RefusalCase[] = [
  [6, 'a challenge', 'error blockedByPolicy', graph(403, 'Forbidden', 'Challenge.', challenge)],
  [7, 'no Defender', 'notLicensed notLicensed', graph(401, 'Unauthorized', 'Account is not provisioned.')],
  [
    7,
    'an inactive account',
    'notLicensed notLicensed',
    graph(401, 'Unauthorized', 'Unauthorized request - reason of failure: Account mode is inactive'),
  ],
  [
    8,
    'a deleted app',
    'needsConsent appNotConsented',
    graph(401, 'Authorization_IdentityNotFound', 'The identity of the calling application could not be established.'),
  ],
  [
    9,
    'an expired token',
    'error rejected',
    graph(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'),
  ],
  [10, 'no P2', 'notLicensed notLicensed', graph(403, 'Forbidden', 'Your tenant is not licensed for this feature.')],
  [
    10,
    'no premium',
    'notLicensed notLicensed',
    graph(403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', "Tenant doesn't have premium license"),
  ],
  [
    10,
    'not onboarded',
    'notLicensed notLicensed',
    graph(403, 'Forbidden', 'Tenant is not onboarded to Microsoft Defender for Identity'),
  ],
  [
    11,
    'missing scopes',
    'needsConsent permissionMissing',
    graph(403, 'Forbidden', 'You cannot perform the requested operation, required scopes are missing in the token.'),
  ],
  [
    11,
    'missing roles',
    'needsConsent permissionMissing',
    graph(
      403,
      'Forbidden',
      'Missing application roles. API required roles: SecurityAlert.Read.All, application roles: .',
    ),
  ],
  [
    11,
    'an older gateway',
    'needsConsent permissionMissing',
    graph(403, 'UnknownError', 'Auth token does not contain valid permissions or user does not have valid roles.'),
  ],
  [11, 'no words at all', 'needsConsent permissionMissing', graph(403, 'UnknownError', '')],
  [16, 'throttling', 'error throttled', graph(429, 'TooManyRequests', 'Please retry again later.')],
  [16, 'throttling for long', 'error throttled', graph(503, 'serviceNotAvailable', 'Busy.', { 'retry-after': '120' })],
  [17, 'an outage', 'error unavailable', graph(503, 'serviceNotAvailable', 'Try later.')],
];

/** Rows that a tenant's token endpoint answers for every call alike. */
export const tokenCases: readonly RefusalCase[] = [
  [2, 'no consent', 'needsConsent appNotConsented', aadsts(400, 'unauthorized_client', 700016)],
  [2, 'a disabled app', 'needsConsent appNotConsented', aadsts(401, 'unauthorized_client', 7000112)],
  [3, 'a wrong secret', 'error operatorCredential', aadsts(401, 'invalid_client', 7000215)],
  [4, 'no such tenant', 'error tenantNotFound', aadsts(400, 'invalid_request', 90002)],
  [5, 'a policy', 'error blockedByPolicy', aadsts(400, 'access_denied', 53003)],
];

function aadsts(status: number, error: string, code: number): object {
  const error_description = `AADSTS${code}: Told by a test. Trace ID: 1`;
  return { path: '/oauth2/v2.0/token', status, body: { error, error_description, error_codes: [code] } };
}

/** Row 12 or 13, depending on what the token carries. */
export const deniedAuthorization = graph(
  403,
  'Authorization_RequestDenied',
  'Insufficient privileges to complete the operation.',
);

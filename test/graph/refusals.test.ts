import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/graph/answer.ts';
import { type Circumstances, judge, refusalOf } from '../../src/graph/refusals.ts';

const reading: Circumstances = {
  endpoint: 'graph',
  path: '/identityProtection/riskyUsers',
  write: false,
  needed: ['IdentityRiskyUser.Read.All'],
  granted: [],
};
const granted: Circumstances = { ...reading, granted: reading.needed };
const writing: Circumstances = { ...reading, path: '/policies/authorizationPolicy', write: true };
const onUser: Circumstances = { ...granted, path: '/users/6f1c', write: true };
const alerts: Circumstances = { ...reading, path: '/security/alerts_v2?$top=5', granted: ['SecurityAlert.Read.All'] };
const token: Circumstances = { ...reading, endpoint: 'token', path: '' };

function graph(status: number, code?: string, message?: string, more: Partial<Answer> = {}): Answer {
  return { status, body: code === undefined ? undefined : { error: { code, message } }, ...more };
}

function entra(status: number, error: string, code: number, text = 'Told by a test.'): Answer {
  const error_description = `AADSTS${code}: ${text} Trace ID: 1 Correlation ID: 2 Timestamp: 3`;
  return { status, body: { error, error_description, error_codes: [code] } };
}

const claimsChallenge = {
  wwwAuthenticate: 'Bearer realm="", authorization_uri="https://login", error="insufficient_claims", claims="eyJ9"',
};
const requiredRoles =
  'Missing application roles. API required roles: SecurityAlert.Read.All,SecurityAlert.ReadWrite.All,SecurityIncident.Read.All,SecurityIncident.ReadWrite.All, application roles: .';

type Case = [row: number, meaning: string, answer: Answer, circumstances: Circumstances];

const cases: Case[] = [
  [2, 'needsConsent appNotConsented', entra(400, 'unauthorized_client', 700016), token],
  [2, 'needsConsent appNotConsented', entra(401, 'invalid_client', 7000229), token],
  [2, 'needsConsent appNotConsented', entra(400, 'invalid_grant', 65001), token],
  [2, 'needsConsent appNotConsented', entra(400, 'consent_required', 65004), token],
  [2, 'needsConsent appNotConsented', entra(401, 'unauthorized_client', 7000112), token],
  [3, 'error operatorCredential', entra(401, 'invalid_client', 7000215), token],
  [3, 'error operatorCredential', entra(401, 'invalid_client', 7000222), token],
  [3, 'error operatorCredential', entra(401, 'invalid_client', 700024), token],
  [3, 'error operatorCredential', entra(401, 'invalid_client', 700027), token],
  [4, 'error tenantNotFound', entra(400, 'invalid_request', 90002), token],
  [4, 'error tenantNotFound', entra(400, 'invalid_request', 900023), token],
  [4, 'error tenantNotFound', entra(400, 'invalid_request', 5000224), token],
  [5, 'error blockedByPolicy', entra(400, 'access_denied', 53003), token],
  [5, 'error blockedByPolicy', { status: 418, body: undefined }, token],
  [6, 'error blockedByPolicy', graph(401, 'InvalidAuthenticationToken', 'Challenge.', claimsChallenge), reading],
  [6, 'error blockedByPolicy', graph(403, 'Forbidden', 'Challenge.', claimsChallenge), granted],
  [7, 'notLicensed notLicensed', graph(401, 'Unauthorized', 'Account is not provisioned.'), reading],
  [7, 'notLicensed notLicensed', graph(401, 'Unauthorized', 'reason of failure: Account mode is inactive'), reading],
  [7, 'notLicensed notLicensed', graph(401, 'Unauthorized', 'reason of failure: No Tvm license'), reading],
  [
    8,
    'needsConsent appNotConsented',
    graph(401, 'Authorization_IdentityNotFound', 'The identity of the calling application could not be established.'),
    granted,
  ],
  [
    9,
    'error rejected',
    graph(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.'),
    granted,
  ],
  [9, 'error rejected', graph(401), granted],
  [
    10,
    'notLicensed notLicensed',
    graph(
      403,
      'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
      "Tenant is not a B2C tenant and doesn't have premium license",
    ),
    reading,
  ],
  [10, 'notLicensed notLicensed', graph(400, 'AadPremiumLicenseRequired', ''), reading],
  [10, 'notLicensed notLicensed', graph(403, 'Forbidden', 'Your tenant is not licensed for this feature.'), reading],
  [
    10,
    'notLicensed notLicensed',
    graph(
      403,
      'AccessDenied',
      'Your tenant is not licensed for this feature. Please upgrade your subscription to access it.',
    ),
    writing,
  ],
  [
    10,
    'notLicensed notLicensed',
    graph(403, 'Forbidden', 'Tenant is not onboarded to Microsoft Defender for Identity'),
    reading,
  ],
  [10, 'notLicensed notLicensed', graph(400, 'BadRequest', 'Tenant does not have a SPO license.'), reading],
  [
    11,
    'needsConsent permissionMissing IdentityRiskyUser.Read.All',
    graph(403, 'Forbidden', 'You cannot perform the requested operation, required scopes are missing in the token.'),
    reading,
  ],
  [
    11,
    'needsConsent permissionMissing IdentityRiskyUser.Read.All',
    graph(403, 'AccessDenied', 'You cannot perform the requested operation, required scopes are missing in the token.'),
    granted,
  ],
  [11, 'needsConsent permissionMissing SecurityAlert.Read.All', graph(403, 'Forbidden', requiredRoles), alerts],
  [
    11,
    'needsConsent permissionMissing AuditLog.Read.All',
    graph(
      403,
      'Authentication_MSGraphPermissionMissing',
      'The principal does not have required Microsoft Graph permission(s): AuditLog.Read.All',
    ),
    reading,
  ],
  [
    11,
    'needsConsent permissionMissing IdentityRiskyUser.Read.All',
    graph(403, 'UnknownError', 'Auth token does not contain valid permissions or user does not have valid roles.'),
    granted,
  ],
  [11, 'needsConsent permissionMissing IdentityRiskyUser.Read.All', graph(403, 'UnknownError', ''), granted],
  [
    12,
    'needsConsent permissionMissing IdentityRiskyUser.Read.All',
    graph(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
    writing,
  ],
  [
    12,
    'needsConsent permissionMissing IdentityRiskyUser.Read.All',
    graph(403, 'accessDenied', 'Request Authorization failed'),
    reading,
  ],
  [
    13,
    'error privilegedTarget',
    graph(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
    onUser,
  ],
  [
    13,
    'error rejected',
    graph(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.'),
    granted,
  ],
  [14, 'notLicensed notLicensed', graph(403, 'Forbidden', 'Something else.'), alerts],
  [14, 'notLicensed notLicensed', graph(403), { ...alerts, path: '/security/incidents' }],
  [15, 'notLicensed notLicensed', graph(404, 'ResourceNotFound', 'No.'), alerts],
  [16, 'error throttled', graph(429, 'TooManyRequests', 'Please retry again later.'), reading],
  [16, 'error throttled', { status: 429, body: { error: 'temporarily_unavailable' } }, token],
  [16, 'error throttled', graph(503, 'ServiceUnavailable', 'Busy.', { retryAfterS: 5.5 }), reading],
  [17, 'error unavailable', graph(503, 'ServiceUnavailable', 'Busy.', { retryAfterS: 5 }), reading],
  [17, 'error unavailable', graph(503, 'ServiceUnavailable', 'Busy.'), reading],
  [17, 'error unavailable', { status: 500, body: undefined }, token],
  [18, 'error notFound', graph(404, 'Request_ResourceNotFound', "Resource 'x' does not exist."), reading],
  [19, 'error rejected', graph(400, 'BadRequest', 'Property is read-only.'), writing],
  [19, 'error rejected', graph(403, '', 'You do not have the required permissions'), granted],
  [19, 'error rejected', graph(403), granted],
];

it.each(cases)('row %i: %s', (row, meaning, answer, circumstances) => {
  const verdict = judge(answer, circumstances);
  const { status, reason, permission, needsReconsent } = verdict.refusal;
  expect([verdict.row, [status, reason, permission].filter(Boolean).join(' ')]).toEqual([row, meaning]);
  expect(needsReconsent).toBe([2, 8, 11, 12].includes(row));
});

it('reaches every row of the table', () => {
  const reached = new Set(cases.map(([row]) => row));
  expect([...reached].sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
});

it('tells the time to come back in whole seconds, never too early', () => {
  expect(judge(graph(429, 'x', 'y', { retryAfterS: 2.128 }), reading).refusal.retryAfterS).toBe(3);
});

it('asks for another token on rows 6, 8 and 9 only', () => {
  const again = cases.flatMap(([row, , answer, around]) => (judge(answer, around).again ? [row] : []));
  expect(new Set(again)).toEqual(new Set([6, 8, 9]));
});

describe('what a tenant writes into a refusal', () => {
  it('is told only when it is plain', () => {
    const { refusal } = judge(graph(403, '<b>Click here</b>', 'API required roles: <script>, x'), reading);
    expect(refusal).toEqual({ status: 'error', reason: 'rejected', needsReconsent: false });
  });

  it('names codes that can be looked up', () => {
    expect(judge(graph(400, 'BadRequest', ''), reading).refusal.code).toBe('BadRequest');
    expect(judge(entra(400, 'x', 90002), token).refusal.code).toBe('AADSTS90002');
  });

  it.each([null, [], 'text', { error: 'text' }, { error: { code: 1, message: {} } }, { error: [] }])(
    'may have any shape: %j',
    (body) => {
      expect(judge({ status: 403, body }, granted).row).toBe(19);
    },
  );
});

it('calls no answer at all unavailable, and one that cannot be read a bad response', () => {
  expect(refusalOf({ fault: 'timeout' }).reason).toBe('unavailable');
  expect(refusalOf({ fault: 'badResponse', status: 200 }).reason).toBe('badResponse');
});

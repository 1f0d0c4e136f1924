import type { Fault } from './simulated-world.ts';

/** How a toggle ends when its write meets the faults. */
export type WriteEnd = {
  applied: boolean;
  verified: boolean;
  needsReconsent: boolean;
  status: 'done' | 'partial' | 'failed' | 'unknown';
  write: 'ok' | 'failed' | 'unknown';
  verify: 'ok' | 'failed' | 'unknown' | 'skipped';
  reason?: string;
};

export type WriteRow = { name: string; faults: readonly Fault[]; end: WriteEnd; slow?: boolean };

/** What Microsoft Graph says for one reason or another, and what that means for a reading. */
export type RefusalRow = {
  name: string;
  answer: Fault;
  status: 'needsConsent' | 'notLicensed' | 'error';
  reason: string;
  /** Retries take seconds. */
  slow?: boolean;
  /** The write may have taken effect all the same. */
  maybeDone?: boolean;
};

const path = '^/policies/authorizationPolicy$';

function error(status: number, code: string, message: string): Fault {
  return { status, body: { error: { code, message } } };
}

const licence = 'Your tenant is not licensed for this feature.';
const scopes = 'You cannot perform the requested operation, required scopes are missing in the token.';
const insufficient = 'Insufficient privileges to complete the operation.';
const roles =
  'Missing application roles. API required roles: Policy.Read.All,Policy.ReadWrite.All, application roles: .';
const challenge = `Bearer error="insufficient_claims", claims="${btoa('{"access_token":{"nbf":{"essential":true}}}')}"`;

export const refusals: readonly RefusalRow[] = [
  {
    name: 'a challenge for claims',
    answer: { ...error(401, 'InvalidAuthenticationToken', ''), headers: { 'www-authenticate': challenge } },
    status: 'error',
    reason: 'blockedByPolicy',
  },
  {
    name: 'an account that is not provisioned',
    answer: error(401, 'Unauthorized', 'Account is not provisioned.'),
    status: 'notLicensed',
    reason: 'notLicensed',
  },
  {
    name: 'a deleted service principal',
    answer: error(401, 'Authorization_IdentityNotFound', 'The identity of the calling application is not known.'),
    status: 'needsConsent',
    reason: 'appNotConsented',
  },
  {
    name: 'a token that is not accepted',
    answer: error(401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'),
    status: 'error',
    reason: 'rejected',
  },
  ...(
    [
      ['a missing licence', 403, 'Forbidden', licence],
      ['a missing P1', 403, 'AccessDenied', `${licence} Please upgrade your subscription to access it.`],
      ['a B2C tenant', 403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant', 'Tenant is not a B2C tenant'],
      ['a missing premium licence', 400, 'AadPremiumLicenseRequired', 'Premium is required.'],
    ] as const
  ).map(([name, status, code, message]) => ({
    name,
    answer: error(status, code, message),
    status: 'notLicensed' as const,
    reason: 'notLicensed',
  })),
  ...(
    [
      ['missing scopes', 'Forbidden', scopes],
      ['missing application roles', 'Forbidden', roles],
      ['a missing report permission', 'Authentication_MSGraphPermissionMissing', ''],
      ['an unknown error without words', 'UnknownError', ''],
    ] as const
  ).map(([name, code, message]) => ({
    name,
    answer: error(403, code, message),
    status: 'needsConsent' as const,
    reason: 'permissionMissing',
  })),
  ...(
    [
      ['a denial although the role is there', 403, 'Authorization_RequestDenied', insufficient, 'rejected'],
      ['a failed authorization', 403, 'accessDenied', 'Request Authorization failed', 'rejected'],
      ['a setting that is not there', 404, 'Request_ResourceNotFound', 'Not found.', 'notFound'],
      ['a bad request', 400, 'BadRequest', 'Bad request.', 'rejected'],
    ] as const
  ).map(([name, status, code, message, reason]) => ({
    name,
    answer: error(status, code, message),
    status: 'error' as const,
    reason,
  })),
  { name: 'a 403 without a body', answer: { status: 403, rawBody: '' }, status: 'error', reason: 'rejected' },
  {
    name: '429 that asks for a minute',
    answer: { status: 429, headers: { 'retry-after': '60' } },
    status: 'error',
    reason: 'throttled',
  },
  { name: '429 without Retry-After', answer: { status: 429 }, status: 'error', reason: 'throttled', slow: true },
  { name: '500', answer: { status: 500 }, status: 'error', reason: 'unavailable', slow: true, maybeDone: true },
  { name: '503', answer: { status: 503 }, status: 'error', reason: 'unavailable', slow: true },
  { name: '504', answer: { status: 504 }, status: 'error', reason: 'unavailable', slow: true, maybeDone: true },
];

const done: WriteEnd = {
  applied: true,
  verified: true,
  needsReconsent: false,
  status: 'done',
  write: 'ok',
  verify: 'ok',
};

const unknown: WriteEnd = {
  applied: false,
  verified: false,
  needsReconsent: false,
  status: 'unknown',
  write: 'unknown',
  verify: 'failed',
};

function refusedWrite({ reason, status, maybeDone }: RefusalRow): WriteEnd {
  if (maybeDone) return { ...unknown, reason };
  return {
    applied: false,
    verified: false,
    needsReconsent: status === 'needsConsent',
    status: 'failed',
    write: 'failed',
    verify: 'skipped',
    reason,
  };
}

function onWrite(fault: Fault): Fault {
  return { method: 'PATCH', path, ...fault };
}

const page = '<html><body>Sign in to the proxy</body></html>';

export const writes: readonly WriteRow[] = [
  ...refusals.map((row) => ({
    name: row.name,
    faults: [onWrite(row.answer)],
    end: refusedWrite(row),
    ...(row.slow ? { slow: true } : {}),
  })),
  {
    name: '429 once, with a second to wait',
    faults: [onWrite({ status: 429, headers: { 'retry-after': '1' }, times: 1 })],
    end: done,
  },
  { name: '503 once', faults: [onWrite({ status: 503, times: 1 })], end: done },
  { name: '504 once', faults: [onWrite({ status: 504, times: 1 })], end: done },
  { name: 'a connection cut before the effect', faults: [onWrite({ drop: 'before', times: 1 })], end: done },
  { name: 'a connection cut after the effect', faults: [onWrite({ drop: 'after', times: 1 })], end: done },
  { name: 'every answer cut after the effect', faults: [onWrite({ drop: 'after' })], end: done, slow: true },
  {
    name: 'every connection cut before the effect',
    faults: [onWrite({ drop: 'before' })],
    end: { ...unknown, reason: 'unavailable' },
    slow: true,
  },
  {
    name: 'a proxy page instead of an answer',
    faults: [onWrite({ status: 200, rawBody: page, headers: { 'content-type': 'text/html' } })],
    end: { ...unknown, reason: 'badResponse' },
    slow: true,
  },
  {
    name: 'half an answer',
    faults: [onWrite({ status: 200, rawBody: '{"id": "authorizationPol' })],
    end: { ...unknown, reason: 'badResponse' },
    slow: true,
  },
  { name: 'a replica that is behind for a second', faults: [onWrite({ staleMs: 1_000 })], end: done },
  {
    name: 'a replica that stays behind',
    faults: [onWrite({ staleMs: 600_000 })],
    end: { ...done, verified: false, status: 'partial', verify: 'failed' },
    slow: true,
  },
  {
    name: 'consent that is withdrawn meanwhile',
    faults: [
      onWrite({ status: 401, times: 1 }),
      {
        path: '/oauth2/v2.0/token',
        status: 401,
        body: { error: 'invalid_client', error_description: 'AADSTS7000229: …', error_codes: [7000229] },
      },
    ],
    end: {
      applied: false,
      verified: false,
      needsReconsent: true,
      status: 'failed',
      write: 'failed',
      verify: 'skipped',
      reason: 'appNotConsented',
    },
  },
];

/** The same, met when the setting is read first. */
export function onRead(row: RefusalRow): Fault {
  return { ...row.answer, path };
}

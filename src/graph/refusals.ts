import type { GraphRefusal } from '../core/graph-answers.ts';
import { type Answer, aadstsIn, errorIn, type GraphError } from './answer.ts';
import type { Fault } from './faults.ts';
import { maxWaitMs } from './retry.ts';

/** What the meaning of a refusal depends on, beside the answer. */
export type Circumstances = {
  endpoint: 'graph' | 'token';
  path: string;
  /** A change, not a reading. */
  write: boolean;
  /** App roles the call needs, and those the token carries. Claims are a hint: the call itself has the last word. */
  needed: readonly string[];
  granted: readonly string[];
};

type Case = Circumstances & Answer & GraphError & { aadsts: readonly number[] };

type Row = {
  /** Number in the decision table; 18 and 19 complete it. */
  row: number;
  when(answer: Case): boolean;
  status: GraphRefusal['status'];
  reason: GraphRefusal['reason'];
  /** Worth one more try, with a token minted anew. */
  again?: 'freshToken' | 'claims';
};

const unprovisioned = /not provisioned|account mode is inactive|no tvm license/i;
const unlicensed = /not licensed|premium license|not onboarded|not provisioned|SPO license|upgrade your subscription/i;
const unlicensedCodes = ['Authentication_RequestFromNonPremiumTenantOrB2CTenant', 'AadPremiumLicenseRequired'];
const rolesMissing =
  /missing application roles|required scopes are missing|does not have required microsoft graph permission|valid permissions or user does not have valid roles/i;

/** The first row that matches decides. A 403 is ambiguous by design, so order and wording matter. */
const table: readonly Row[] = [
  { row: 2, when: token(700016, 7000229, 65001, 65004, 7000112), status: 'needsConsent', reason: 'appNotConsented' },
  { row: 3, when: token(7000215, 7000222, 700024, 700027), status: 'error', reason: 'operatorCredential' },
  { row: 4, when: token(90002, 900023, 5000224), status: 'error', reason: 'tenantNotFound' },
  {
    row: 5,
    when: (is) => is.endpoint === 'token' && is.status < 500 && is.status !== 429,
    status: 'error',
    reason: 'blockedByPolicy',
  },
  {
    row: 6,
    when: (is) => [401, 403].includes(is.status) && /insufficient_claims/.test(is.wwwAuthenticate ?? ''),
    status: 'error',
    reason: 'blockedByPolicy',
    again: 'claims',
  },
  {
    row: 7,
    when: (is) => is.status === 401 && unprovisioned.test(is.message),
    status: 'notLicensed',
    reason: 'notLicensed',
  },
  {
    row: 8,
    when: (is) => is.status === 401 && is.code === 'Authorization_IdentityNotFound',
    status: 'needsConsent',
    reason: 'appNotConsented',
    again: 'freshToken',
  },
  { row: 9, when: (is) => is.status === 401, status: 'error', reason: 'rejected', again: 'freshToken' },
  {
    row: 10,
    when: (is) => unlicensedCodes.includes(is.code) || unlicensed.test(is.message),
    status: 'notLicensed',
    reason: 'notLicensed',
  },
  {
    row: 11,
    when: (is) =>
      is.status === 403 &&
      (rolesMissing.test(is.message) ||
        is.code === 'Authentication_MSGraphPermissionMissing' ||
        (is.code === 'UnknownError' && is.message === '')),
    status: 'needsConsent',
    reason: 'permissionMissing',
  },
  {
    row: 12,
    when: (is) => deniesAuthorization(is) && missing(is) !== undefined,
    status: 'needsConsent',
    reason: 'permissionMissing',
  },
  {
    row: 13,
    when: (is) => deniesAuthorization(is) && is.write && is.path.startsWith('/users/'),
    status: 'error',
    reason: 'privilegedTarget',
  },
  { row: 13, when: deniesAuthorization, status: 'error', reason: 'rejected' },
  {
    row: 14,
    when: (is) => is.status === 403 && isDefender(is) && is.granted.includes('SecurityAlert.Read.All'),
    status: 'notLicensed',
    reason: 'notLicensed',
  },
  {
    row: 15,
    when: (is) => is.status === 404 && is.path.startsWith('/security/alerts_v2'),
    status: 'notLicensed',
    reason: 'notLicensed',
  },
  { row: 16, when: asksToComeBack, status: 'error', reason: 'throttled' },
  { row: 17, when: (is) => is.status >= 500, status: 'error', reason: 'unavailable' },
  { row: 18, when: (is) => is.status === 404, status: 'error', reason: 'notFound' },
];

const anythingElse = { row: 19, status: 'error', reason: 'rejected' } as const;

export type Verdict = { row: number; refusal: GraphRefusal; again?: Row['again'] };

/** What an answer that is not a success means. */
export function judge(answer: Answer, circumstances: Circumstances): Verdict {
  const answered = { ...circumstances, ...answer, ...errorIn(answer), aadsts: aadstsIn(answer) };
  const { row, status, reason, again }: Omit<Row, 'when'> = table.find((one) => one.when(answered)) ?? anythingElse;
  const refusal = { status, reason, needsReconsent: status === 'needsConsent', ...traces(answered) };
  const permission =
    reason === 'permissionMissing' ? (named(answered.message) ?? missing(answered) ?? answered.needed[0]) : undefined;
  return { row, again, refusal: permission === undefined ? refusal : { ...refusal, permission } };
}

/** What it means that there is no answer to judge. */
export function refusalOf(fault: Fault): GraphRefusal {
  if (fault.fault === 'refused') return fault.refusal;
  const reason = fault.fault === 'badResponse' ? 'badResponse' : 'unavailable';
  return { status: 'error', reason, needsReconsent: false };
}

function token(...codes: number[]): Row['when'] {
  return (is) => is.endpoint === 'token' && is.aadsts.some((code) => codes.includes(code));
}

function deniesAuthorization({ status, code, message }: Case): boolean {
  return status === 403 && (code === 'Authorization_RequestDenied' || /request authorization failed/i.test(message));
}

/** Services also throttle with a 503 that names a time too far away to wait for. */
function asksToComeBack({ status, retryAfterS = 0 }: Case): boolean {
  return status === 429 || (status > 500 && retryAfterS * 1000 > maxWaitMs);
}

function isDefender({ path }: Case): boolean {
  return path.startsWith('/security/alerts_v2') || path.startsWith('/security/incidents');
}

function missing({ needed, granted }: Case): string | undefined {
  return needed.find((role) => !granted.includes(role));
}

/** The first permission that a message asks for: Graph lists the least privileged one first. */
function named(message: string): string | undefined {
  return /(?:required roles|permission\(s\)):\s*([A-Za-z][\w-]{0,60}(?:\.\w{1,60}){1,4})/i.exec(message)?.[1];
}

/** What a person needs to look the refusal up. The tenant can write these, so only plain ones pass. */
function traces({ code, aadsts, requestId, retryAfterS }: Case): Partial<GraphRefusal> {
  const known = aadsts[0] === undefined ? code : `AADSTS${aadsts[0]}`;
  return {
    ...(/^[\w.-]{1,80}$/.test(known) && { code: known }),
    ...(requestId !== undefined && { requestId }),
    ...(retryAfterS !== undefined && { retryAfterS: Math.ceil(retryAfterS) }),
  };
}

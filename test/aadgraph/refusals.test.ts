import { expect, it } from 'vitest';
import { graphError } from '../../src/aadgraph/graph-refusals.ts';
import { faultError, refusalError } from '../../src/aadgraph/refusals.ts';
import { type ErrorCode, errorCodes, refusal } from '../../src/core/errors.ts';
import type { GraphRefusal } from '../../src/core/graph-answers.ts';
import { fault } from '../../src/http/faults.ts';

const known = /^(Request|Authentication|Authorization|Directory|Service)_[A-Za-z]+$/;

it.each(errorCodes)('%s has an answer that clients know', (code: ErrorCode) => {
  const { status, code: told, message } = refusalError(refusal(code, 'Why.'));
  expect(status).toBeGreaterThanOrEqual(400);
  expect(told).toMatch(known);
  expect(message).not.toBe('');
});

it('names what is wrong, and keeps the code that Microsoft gave it', () => {
  const values = [{ item: 'definition', value: 'Why.' }];
  expect(refusalError(refusal('invalid_request', 'No.', { values, graphCode: 'Request_Mine' }))).toEqual({
    status: 400,
    code: 'Request_Mine',
    message: 'No.',
    values,
  });
});

it('tells how long to wait, in words and in the header', () => {
  expect(refusalError(refusal('throttled', 'No.', { retryAfterS: 16.2 }))).toEqual({
    status: 503,
    code: 'Request_ThrottledTemporarily',
    message: 'Your request is throttled temporarily. Please try after 17 seconds.',
    headers: { 'retry-after': '17' },
  });
  expect(faultError(fault('unavailable', 'Busy.', { headers: { 'retry-after': '5' } })).message).toContain('5 seconds');
});

const said = (status: number, code: string, message = 'Mine.'): GraphRefusal => ({
  status: 'error',
  reason: status === 404 ? 'notFound' : 'rejected',
  needsReconsent: false,
  code,
  said: { status, message },
});

it.each([
  [said(400, 'Request_BadRequest'), 400, 'Request_BadRequest', 'Mine.'],
  [said(409, 'Directory_ObjectConflict'), 409, 'Directory_ObjectConflict', 'Mine.'],
  [said(404, 'Request_ResourceNotFound'), 404, 'Request_ResourceNotFound', 'Mine.'],
  [said(400, 'BadRequest', '$ref cannot be applied.'), 400, 'Request_BadRequest', '$ref cannot be applied.'],
  [said(401, 'InvalidAuthenticationToken'), 403, 'Authorization_RequestDenied', /privileges/],
  [said(403, 'Request_Odd'), 403, 'Authorization_RequestDenied', /privileges/],
  [said(409, 'Directory_ConcurrencyViolation'), 503, 'Request_ThrottledTemporarily', /throttled/],
])('%j becomes %i %s', (refused, status, code, message) => {
  const text = typeof message === 'string' ? message : expect.stringMatching(message);
  expect(graphError(refused)).toMatchObject({ status, code, message: text });
});

it.each([
  ['permissionMissing', 403],
  ['appNotConsented', 403],
  ['notLicensed', 403],
  ['throttled', 503],
  ['privilegedTarget', 403],
  ['blockedByPolicy', 403],
  ['tenantNotFound', 403],
  ['operatorCredential', 502],
  ['badResponse', 502],
  ['unavailable', 502],
] as const)('%s without words of Graph is %i, never 401 or 500', (reason, status) => {
  const error = graphError({ status: 'error', reason, needsReconsent: false });
  expect([error.status, error.code]).toEqual([status, expect.stringMatching(known)]);
});

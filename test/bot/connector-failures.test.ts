import { describe, expect, it } from 'vitest';
import { failureOfError, failureOfResponse } from '../../src/bot/connector-failures.ts';

const now = Date.UTC(2026, 0, 1);
const failure = (status: number, body: unknown = '', headers: Record<string, string> = {}) =>
  failureOfResponse(new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }), now);
const error = (code: string) => ({ error: { code, message: 'no' } });

it.each([
  [400, error('BadArgument'), { kind: 'failed', status: 400 }],
  [401, error('BotNotRegistered'), { kind: 'failed', status: 401 }],
  [403, error('BotDisabledByAdmin'), { kind: 'gone' }],
  [403, { error: { code: 'Forbidden', subCode: 'ConversationBlockedByUser' } }, { kind: 'gone' }],
  [403, { errorCode: 209, message: '{"subCode":"MessageWritesBlocked"}' }, { kind: 'gone' }],
  [403, { errorCode: 209, message: 'blocked' }, { kind: 'gone' }],
  [403, error('BotNotInConversationRoster'), { kind: 'gone' }],
  [403, error('ForbiddenOperationException'), { kind: 'gone' }],
  [403, error('InvalidBotApiHost'), { kind: 'failed', status: 403 }],
  [403, { errorCode: 2090 }, { kind: 'failed', status: 403 }],
  [403, '<html>', { kind: 'failed', status: 403 }],
  [404, error('ActivityNotFound'), { kind: 'drop-message' }],
  [404, error('ConversationNotFound'), { kind: 'gone' }],
  [404, error('BotNotInConversationRoster'), { kind: 'gone' }],
  [404, '', { kind: 'failed', status: 404 }],
  [412, '', { kind: 'retry' }],
  [413, error('MessageSizeTooBig'), { kind: 'too-large' }],
  [429, '', { kind: 'retry' }],
  [500, error('BotNotInConversationRoster'), { kind: 'failed', status: 500 }],
  [502, '', { kind: 'retry' }],
  [503, '', { kind: 'retry' }],
  [504, '', { kind: 'retry' }],
  [302, '', { kind: 'failed', status: 302 }],
])('%d %j means %j', async (status, body, expected) => {
  expect(await failure(status, body)).toEqual(expected);
});

it.each([
  ['7', 7_000],
  ['0', 0],
  ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
  ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ['soon', undefined],
])('waits as Retry-After says: %s', async (header, afterMs) => {
  expect(await failure(429, '', { 'retry-after': header })).toEqual({ kind: 'retry', afterMs });
});

describe('without an answer', () => {
  const thrown = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])(
    'nothing was sent after %s',
    (code) => {
      expect(failureOfError(thrown(code))).toEqual({ kind: 'retry' });
    },
  );

  it.each([
    thrown('ECONNRESET'),
    thrown('UND_ERR_SOCKET'),
    new DOMException('late', 'TimeoutError'),
    new Error('x'),
    'x',
  ])('nobody knows after %s', (error) => {
    expect(failureOfError(error)).toEqual({ kind: 'unknown' });
  });
});

import fc from 'fast-check';
import { expect } from 'vitest';
import { findPolicy } from '../../src/core/policies/allow-list.ts';
import type { World } from './world.ts';

/** A request that must be refused, and how. */
type Bad = { text: string; type?: string; status: number; code: string };

const realKey = 'user_app_registration';
const hostileKeys = [
  '../users/x',
  '/users/00000000-0000-0000-0000-000000000000',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'conditional_access_summary',
  'SECURITY_DEFAULTS',
  ' security_defaults',
  'security_defaults\u0000',
  'security_defaults%00',
  'sécurity_defaults',
  '\u202esecurity_defaults',
  '*',
  '${security_defaults}',
  "' or 1=1 --",
  '😀',
];

function json(value: unknown, status: number, code: string): Bad {
  return { text: JSON.stringify(value), status, code };
}

const isNoKey = (text: string) => findPolicy(text) === undefined;
const invalid = (value: unknown) => json(value, 400, 'invalid_request');

const unknownKey = fc
  .oneof(
    fc.constantFrom(...hostileKeys),
    fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }).filter((text) => isNoKey(text) && text.isWellFormed()),
  )
  .map((key) => json({ key }, 404, 'unknown_policy'));

const wrongType = fc
  .oneof(
    fc.constantFrom(null, true, 0, -1, 1e308, '', [], {}, [realKey], { key: realKey }, { toString: realKey }),
    fc.string({ minLength: 101, maxLength: 400 }),
    fc.array(fc.string(), { maxLength: 3 }),
  )
  .map((key) => invalid({ key }));

const noObject = fc.constantFrom('[]', 'null', 'true', '0', '"key"', `["${realKey}"]`, `"${realKey}"`).map(invalidText);

const extraField = fc
  .tuple(
    fc.constantFrom('path', 'body', 'value', 'input', 'tenant', 'tenantId', 'Key', 'secure', '$ref', 'constructor'),
    fc.jsonValue({ maxDepth: 3 }),
  )
  .map(([name, value]) => invalid({ key: realKey, [name]: value }));

const prototype = fc
  .constantFrom(
    `{"key":"${realKey}","__proto__":{"admin":true}}`,
    `{"__proto__":{"key":"${realKey}"}}`,
    `{"key":{"__proto__":"x"}}`,
  )
  .map(invalidText);

const wrongConnection = fc
  .oneof(fc.constantFrom('conn_none', '../conn_demo', '__proto__'), fc.string({ minLength: 1, maxLength: 100 }))
  .filter((connectionId) => connectionId !== 'conn_demo')
  .map((connectionId) => json({ key: realKey, connectionId }, 404, 'unknown_connection'));

const wrongConnectionType = fc
  .constantFrom(null, 1, true, [], ['conn_demo'], {}, 'x'.repeat(201))
  .map((connectionId) => invalid({ key: realKey, connectionId }));

const badJson = fc
  .oneof(
    fc.constantFrom(
      '',
      '{',
      `{"key":"${realKey}"`,
      `{key:'${realKey}'}`,
      '{"key":}',
      '\u0000',
      `{"key":"${realKey}"}}`,
    ),
    fc.string({ minLength: 1, maxLength: 200 }).filter(isNotJson),
  )
  .map(invalidText);

const deep = fc.integer({ min: 9, max: 2_000 }).map((depth) => invalidText(`{"key":${nested(depth)}}`));
const tooLarge = fc
  .constantFrom(17 * 1024, 64 * 1024, 1024 * 1024)
  .map((size) => json({ key: 'x'.repeat(size) }, 413, 'too_large'));

const otherType = fc
  .constantFrom('text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-16', 'nonsense')
  .map((type) => ({ ...json({ key: realKey }, 415, 'unsupported_media_type'), type }));

const bad = fc.oneof(
  { weight: 6, arbitrary: unknownKey },
  { weight: 4, arbitrary: wrongType },
  { weight: 2, arbitrary: noObject },
  { weight: 3, arbitrary: extraField },
  { weight: 2, arbitrary: prototype },
  { weight: 3, arbitrary: wrongConnection },
  { weight: 2, arbitrary: wrongConnectionType },
  { weight: 4, arbitrary: badJson },
  { weight: 2, arbitrary: deep },
  { weight: 1, arbitrary: tooLarge },
  { weight: 1, arbitrary: otherType },
);

function invalidText(text: string): Bad {
  return { text, status: 400, code: 'invalid_request' };
}

function isNotJson(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch {
    return true;
  }
}

function nested(depth: number): string {
  return '['.repeat(depth) + ']'.repeat(depth);
}

const atOnce = 20;

/** Sends bodies that no client should send; every one is refused as it deserves, and Graph hears of none. */
export async function fuzzToggle(world: World, count: number): Promise<void> {
  const bodies = fc.sample(bad, { numRuns: count, seed: 20_261_122 });
  for (let from = 0; from < count; from += atOnce) {
    await Promise.all(bodies.slice(from, from + atOnce).map((one) => expectRefused(world, one)));
  }
  expect(await world.graphRequests()).toEqual([]);
}

async function expectRefused({ product }: World, { text, type, status, code }: Bad): Promise<void> {
  const headers = type === undefined ? undefined : { 'content-type': type };
  const reply = await product.rest('POST', '/tenants/me/policies/toggle', text, headers);
  const error = { code, message: expect.any(String), requestId: reply.headers.get('request-id') };
  expect({ sent: text.slice(0, 200), status: reply.status, body: reply.body }).toEqual({
    sent: text.slice(0, 200),
    status,
    body: { success: false, error },
  });
}

import fc from 'fast-check';
import { expect } from 'vitest';
import { parseUserKey, type UserKey } from '../../src/core/users/user-key.ts';
import type { Tenant } from './tenant.ts';

const id = 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819201';

const tricks = [
  '..',
  '/',
  '//',
  '\\',
  '%2e%2e',
  '%2f',
  '%00',
  '\0',
  '\r\n',
  '?',
  '#',
  '#EXT#',
  '@',
  '@contoso.com',
  '$',
  "'",
  "''",
  "')",
  '(',
  ':',
  ';',
  ' ',
  '"',
  '`',
  '{id}',
  'é',
  '\u202e',
  '😀',
  '\ud800',
  'https://example.com',
  '/policies/authorizationPolicy',
  '/revokeSignInSessions',
  '$batch',
  'alex.wilber@contoso.com',
  id,
  id.toUpperCase(),
  'a'.repeat(10_000),
];

const legalLetter = fc.constantFrom(..."aZ09._'+$!^~&=`{}*-");

export const hostileText = fc.oneof(
  fc
    .array(fc.oneof(fc.constantFrom(...tricks), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 6 })
    .map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...tricks), { maxLength: 4 }).map((parts) => `${parts.join('')}@contoso.com`),
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.emailAddress(),
  fc.uuid(),
  fc.tuple(fc.string({ unit: legalLetter, minLength: 1 }), fc.constantFrom('', '#EXT#'), fc.domain()).map(upnOf),
);

function upnOf([name, mark, domain]: [string, string, string]): string {
  return `${name}${mark}@${domain}`;
}

/** As core would have it, and as no check of core's had ever seen it. */
const keys: fc.Arbitrary<UserKey | undefined> = fc.oneof(
  hostileText.map(parsed),
  hostileText.map((upn): UserKey => ({ kind: 'upn', upn })),
  hostileText.map((text): UserKey => ({ kind: 'id', id: text })),
);

function parsed(text: string): UserKey | undefined {
  try {
    return parseUserKey(text);
  } catch {
    return undefined;
  }
}

const segment = String.raw`[\w.!~*'-]|%(?:23|24|26|2B|3D|40|5E|60|7B|7D)`;
const read = new RegExp(`^GET /users(?:/(?:${segment})+|\\('(?:${segment})+'\\))\\?\\$select=[A-Za-z,]+$`);
const guid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const write = new RegExp(`^(?:PATCH /users/${guid}|POST /users/${guid}/revokeSignInSessions)$`);

/** Whatever a user is called, only readings of users and writes by object id leave. Returns how many left. */
export async function fuzzUserPaths(tenant: Tenant, numRuns: number): Promise<{ reads: number; writes: number }> {
  await fc.assert(
    fc.asyncProperty(keys, async (key) => {
      if (!key) return;
      await orDenied(tenant.users.find(tenant.connection, key));
      const target = key.kind === 'id' ? key.id : key.upn;
      await orDenied(tenant.users.disable(tenant.connection, target));
      await orDenied(tenant.users.revokeSessions(tenant.connection, target));
    }),
    { numRuns },
  );
  const requests = await tenant.requests();
  expect(requests.filter((request) => !read.test(request) && !write.test(request))).toEqual([]);
  const writes = requests.filter((request) => write.test(request)).length;
  return { reads: requests.length - writes, writes };
}

async function orDenied(work: Promise<unknown>): Promise<void> {
  await work.catch((thrown) => expect(String(thrown)).toMatch(/egress_denied|URI malformed/));
}

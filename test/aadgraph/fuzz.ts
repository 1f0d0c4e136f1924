import { request as open } from 'node:http';
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Json } from '../e2e/call.ts';
import { domain, eightHours, type Face, lifetime, shortLived, tenantId, unassignedApp } from './face.ts';

type Request = { method: string; path: string; headers: Record<string, string>; body?: string };

const tricks = [
  '..',
  '%2e%2e',
  '%00',
  '%2f',
  '%5c',
  '//',
  '%24links',
  '$links',
  '$batch',
  '$metadata',
  '%',
  '%zz',
  ' ',
  '*',
  "'",
  '"',
  '{object_id}',
  '__proto__',
  '(id)',
  ';a=b',
  '\u202e',
  '😀',
];
const ids = [
  eightHours,
  shortLived,
  unassignedApp,
  tenantId,
  '00000000-0000-4000-8000-000000000001',
  eightHours.toUpperCase(),
  'me',
];
const words = [
  'policies',
  'POLICIES',
  'applications',
  'serviceprincipals',
  'appliesTo',
  '$links',
  'users',
  'directoryObjects',
  'tenantDetails',
];

const segment = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...words, ...ids) },
  { weight: 2, arbitrary: fc.constantFrom(...tricks) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => text.isWellFormed()) },
);

const tenant = fc.constantFrom(
  'myorganization',
  'MyOrganization',
  tenantId,
  domain,
  'contoso.com',
  'a',
  'tenants.',
  '%6Dyorganization',
);

/** Real places, and places made of the same words. */
const path = fc.oneof(
  fc.constantFrom(
    '/policies',
    `/policies/${shortLived}`,
    `/policies/${shortLived}/appliesTo`,
    `/policies/${shortLived}/$links/appliesTo`,
    `/applications/${unassignedApp}/policies`,
    `/applications/${unassignedApp}/$links/policies`,
    `/applications/${unassignedApp}/$links/policies/${shortLived}`,
    `/serviceprincipals/${unassignedApp}/$links/policies`,
  ),
  fc
    .array(segment, { minLength: 1, maxLength: 6 })
    .map((segments) => `/${segments.map(encodeOdd).join('/')}`)
    // One segment alone is no tenant's.
    .filter((text) => text !== '/'),
);

const filters = [
  "type eq 'x'",
  "startswith(displayName,'",
  '((((((((((((((((((((',
  "displayName eq 'a' and",
  'objectId gt 1',
  "a eq 'b'",
];
const option = fc.oneof(
  fc.tuple(fc.constant('api-version'), fc.constantFrom('1.6', '1.6', '1.6', '', '1.5', '1.6 ')),
  fc.tuple(fc.constant('$filter'), fc.oneof(fc.constantFrom(...filters), fc.string())),
  fc.tuple(fc.constant('$top'), fc.constantFrom('1', '2', '0', '-1', '1e3', '1000', 'x')),
  fc.tuple(fc.constant('$skiptoken'), fc.oneof(fc.constantFrom("X'5b5d'", "X''", 'zzz', "X'ff'"), fc.string())),
  fc.tuple(fc.constantFrom('$orderby', '$expand', '$count', '$skip', '$format'), fc.string({ maxLength: 20 })),
  fc.tuple(fc.string({ maxLength: 10 }), fc.string({ maxLength: 10 })),
);
const query = fc
  .array(option, { maxLength: 3 })
  .map((options) => new URLSearchParams([['api-version', '1.6'], ...options.filter(([name]) => name !== '')]))
  .map(String);

const definition = fc.oneof(
  fc.constantFrom(
    lifetime('00:09:59'),
    lifetime('24:00:00'),
    '{',
    '{}',
    '[]',
    'null',
    '',
    '{"TokenLifetimePolicy":null}',
  ),
  fc.json().map((text) => `{"TokenLifetimePolicy":${text}}`),
  fc.string({ unit: 'binary', maxLength: 100 }),
);
const body = fc.oneof(
  fc
    .record(
      {
        displayName: fc.oneof(fc.constant(''), fc.constant(null), fc.string({ maxLength: 300 })),
        definition: fc.oneof(definition, fc.array(definition, { maxLength: 2 }), fc.jsonValue({ maxDepth: 1 })),
        type: fc.oneof(fc.constantFrom('TokenLifetimePolicy', 'TokenIssuancePolicy'), fc.string()),
        isTenantDefault: fc.oneof(fc.boolean(), fc.constant('true')),
        url: fc.oneof(
          fc.constantFrom(
            `https://graph.windows.net/myorganization/policies/${shortLived}x`,
            `https://evil.example/myorganization/policies/${shortLived}`,
            `file:///etc/passwd`,
            `https://graph.windows.net/${domain}/users/${shortLived}`,
          ),
          fc.webUrl(),
        ),
        keyCredentials: fc.array(fc.constant({}), { maxLength: 1 }),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 100 }).filter((text) => text.isWellFormed()),
);

const headers = fc.record(
  {
    accept: fc.constantFrom(
      'application/json;odata=verbose',
      'text/xml',
      '*/*',
      'application/json;odata=nometadata',
      'odata=',
    ),
    'content-type': fc.constantFrom(
      'application/json',
      'text/plain',
      'application/xml',
      'x',
      'application/json;charset=utf-16',
    ),
    'client-request-id': fc.constantFrom('a'.repeat(200), 'x', 'a b'),
  },
  { requiredKeys: [] },
);

const request = fc.record({
  method: fc.constantFrom('GET', 'GET', 'POST', 'PATCH', 'DELETE', 'PUT'),
  path: fc.tuple(tenant, path, query).map(([segment, rest, options]) => `/${segment}${rest}?${options}`),
  headers,
  body: fc.option(body, { nil: undefined }),
});

/** Sends requests that hardly make sense: each has to be answered in this face's words, and none leads Graph astray. */
export async function fuzzFace(face: Face, count: number): Promise<void> {
  const requests = fc.sample(request, { numRuns: count, seed: 20_250_701 });
  await inTurns(requests, 8, (one) => expectProperAnswer(face, one));
  expect(face.world.product.errors).toEqual([]);
  expect(await strays(face)).toEqual([]);
}

async function expectProperAnswer({ world }: Face, { method, path, headers, body }: Request): Promise<void> {
  const sent = method === 'GET' || method === 'DELETE' ? undefined : body;
  const authorization = `Bearer ${world.product.key}`;
  const { status, text } = await sendRaw(world.product.url, method, path, { authorization, ...headers }, sent);
  const seen = JSON.stringify({ method, path, status, text: text.slice(0, 300) });
  expect(status, seen).not.toBe(500);
  if (status < 400) return;
  expect(JSON.parse(text)['odata.error'], seen).toMatchObject({
    code: expect.stringMatching(/^(Request|Authentication|Authorization|Directory|Service)_\w+$/),
    message: { lang: 'en', value: expect.stringMatching(/\S/) },
  });
}

/** Without the tidying that fetch does to a path. */
function sendRaw(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body = '',
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const length = body === '' ? {} : { 'content-length': Buffer.byteLength(body) };
    const sent = open({ hostname, port, method, path, headers: { ...headers, ...length } }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

const guid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const allowed = [
  /^GET \/domains$/,
  /^(GET|POST) \/policies\/token(Lifetime|Issuance)Policies$/,
  new RegExp(`^(GET|PATCH|DELETE) /policies/token(Lifetime|Issuance)Policies/${guid}$`),
  new RegExp(`^GET /policies/token(Lifetime|Issuance)Policies/${guid}/appliesTo$`),
  new RegExp(`^GET /(applications|servicePrincipals)/${guid}(/token(Lifetime|Issuance)Policies)?$`),
  new RegExp(`^POST /(applications|servicePrincipals)/${guid}/token(Lifetime|Issuance)Policies/\\$ref$`),
  new RegExp(`^DELETE /(applications|servicePrincipals)/${guid}/token(Lifetime|Issuance)Policies/${guid}/\\$ref$`),
];

/** What reached Graph although it is none of this face's business. */
async function strays({ world }: Face): Promise<readonly string[]> {
  const requests: readonly Json[] = await world.graphRequests();
  return requests
    .map(({ method, path: asked }) => `${method} ${asked}`)
    .filter((line) => !allowed.some((pattern) => pattern.test(line)));
}

async function inTurns<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let item = left.pop(); item !== undefined; item = left.pop()) await work(item);
    }),
  );
}

function encodeOdd(segment: string): string {
  return tricks.includes(segment) ? segment.replace(/[^\x21-\x7e]+/g, encodeURIComponent) : encodeURIComponent(segment);
}

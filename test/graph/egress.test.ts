import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allowList } from '../../src/core/policies/allow-list.ts';
import type { GraphCall } from '../../src/graph/call.ts';
import { type Departure, egressList } from '../../src/graph/egress.ts';
import { readCall, rig, securityDefaults, writeCall } from './rig.ts';

const root = 'https://graph.microsoft.com/v1.0';
const egress = egressList(root, allowList);
const authorization = '/policies/authorizationPolicy';
const conditionalAccess = '/identity/conditionalAccess/policies';

function reads(url: string, more: Partial<Departure> = {}) {
  return egress.allows({ purpose: 'read', method: 'GET', url, body: undefined, ...more });
}

function batches(requests: unknown) {
  return reads(`${root}/$batch`, { method: 'POST', body: JSON.stringify({ requests }) });
}

function patches(purpose: 'secure' | 'restore', body: string, path = authorization) {
  return egress.allows({ purpose, method: 'PATCH', url: root + path, body });
}

const get = (url: string) => ({ id: '0', method: 'GET', url });

describe('a reading', () => {
  it.each([authorization, securityDefaults, conditionalAccess, `${conditionalAccess}?$select=id&$skiptoken=aGk%3D`])(
    'of %s may leave',
    (path) => {
      expect(reads(root + path)).toBe(true);
    },
  );

  it.each([
    'https://graph.microsoft.com/beta/policies/authorizationPolicy',
    `${root}/users`,
    `${root}/policies`,
    `${root}${authorization}/`,
    `${root}${authorization}/owners`,
    `${root}${authorization}?$expand=x`,
    `${root}${authorization}#x`,
    `${root}//policies/authorizationPolicy`,
    `${root}/users/../policies/authorizationPolicy`,
    `${root}/policies/%61uthorizationPolicy`,
    `${root}/policies/authorizationpolicy`,
    `${root}/policies\\authorizationPolicy`,
    `${root}${conditionalAccess}?`,
    `${root}${conditionalAccess}?a=https://example.com/`,
    `${root}${conditionalAccess}?a=b#c`,
    `${root}${conditionalAccess}?a=b c`,
    `${root}${conditionalAccess}\r\nHost: example.com`,
    `http://graph.microsoft.com/v1.0${authorization}`,
    `https://graph.microsoft.com:444/v1.0${authorization}`,
    `https://graph.microsoft.com@example.com/v1.0${authorization}`,
    `https://user@graph.microsoft.com/v1.0${authorization}`,
    `https://graph.microsoft.com.example.com/v1.0${authorization}`,
    `https://example.com/?${root}${authorization}`,
    ` ${root}${authorization}`,
    '',
  ])('of %j may not', (url) => {
    expect(reads(url)).toBe(false);
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'get'])('by %s may not', (method) => {
    expect(reads(root + authorization, { method })).toBe(false);
  });

  it('carries no body', () => {
    expect(reads(root + authorization, { body: '{}' })).toBe(false);
  });
});

describe('a batch', () => {
  it('may carry readings of the list', () => {
    expect(batches([get(authorization), get(securityDefaults)])).toBe(true);
    expect(batches([])).toBe(true);
  });

  it.each([
    ['a write', { id: '0', method: 'PATCH', url: authorization }],
    ['a body', { ...get(authorization), body: {} }],
    ['headers', { ...get(authorization), headers: {} }],
    ['another path', get('/users')],
    ['an absolute URL', get(root + authorization)],
    ['a version', get(`/v1.0${authorization}`)],
    ['a batch', { id: '0', method: 'POST', url: '/$batch' }],
    ['nothing', null],
    ['an id that is no text', { ...get(authorization), id: 0 }],
  ])('may not carry %s', (_, item) => {
    expect(batches([get(authorization), item])).toBe(false);
  });

  it('carries at most 20', () => {
    expect(batches(Array.from({ length: 21 }, () => get(authorization)))).toBe(false);
  });

  it.each(['', 'null', '[]', '{"requests":{}}', '{'])('is not %j', (body) => {
    expect(reads(`${root}/$batch`, { method: 'POST', body })).toBe(false);
  });
});

describe('a write', () => {
  it.each([
    '{"defaultUserRolePermissions":{"allowedToCreateApps":true}}',
    '{"defaultUserRolePermissions":{"allowedToCreateApps": false}}',
    '{"defaultUserRolePermissions":{"allowedToCreateApps":false,"allowedToCreateTenants":false}}',
    '{"defaultUserRolePermissions":{"allowedToCreateApps":false},"allowedToUseSSPR":false}',
    '{"defaultUserRolePermissions":{"allowedToReadOtherUsers":false}}',
    '{}',
  ])('of the secure value may not be %s', (body) => {
    expect(patches('secure', body)).toBe(false);
  });

  it.each([true, false, null, 3, 'text'])('that restores may set the one field to %j', (value) => {
    expect(patches('restore', JSON.stringify({ allowInvitesFrom: value }))).toBe(true);
  });

  it.each([
    '{"allowInvitesFrom":{"a":1}}',
    '{"allowInvitesFrom":"everyone","allowedToUseSSPR":true}',
    '{"defaultUserRolePermissions":{"allowedToReadOtherUsers":false}}',
    '{"defaultUserRolePermissions":null}',
    '{"defaultUserRolePermissions":{}}',
    '{"displayName":"x"}',
    '{"allowInvitesFrom":"a","allowInvitesFrom":"b"}',
    'null',
    '',
  ])('that restores may not be %s', (body) => {
    expect(patches('restore', body)).toBe(false);
  });

  it('never reaches Conditional Access, a batch or another document', () => {
    for (const path of [conditionalAccess, '/$batch', securityDefaults]) {
      expect(patches('secure', '{"allowInvitesFrom":"none"}', path)).toBe(false);
      expect(patches('restore', '{"allowInvitesFrom":"none"}', path)).toBe(false);
    }
  });
});

describe('through the gateway', () => {
  it('a request that is not on the list is told, fails and is not sent', async () => {
    const { gateway, graph, denied } = await rig();
    const call = { ...writeCall, body: '{"isEnabled":false}' };
    await expect(gateway.send(call)).rejects.toThrow('egress_denied: PATCH');
    expect(graph).toEqual([]);
    expect(denied).toMatchObject([{ tenantId: call.tenantId, method: 'PATCH', purpose: 'secure', body: call.body }]);
  });

  it('10,000 fuzzed requests send nothing that is not on the list', async () => {
    const { gateway, graph } = await rig();
    const listed = new Set([...allowList.map((entry) => entry.document), conditionalAccess]);
    await fc.assert(
      fc.asyncProperty(fuzzedPath, fc.constantFrom('GET', 'POST', 'PATCH'), async (path, method) => {
        const call = { ...readCall, method, path } as GraphCall;
        await gateway.send(call).catch((thrown) => expect(String(thrown)).toContain('egress_denied'));
      }),
      { numRuns: 10_000 },
    );
    const strays = graph.filter(({ path }) => !listed.has(path.split('?')[0]!.replace('/v1.0', '')));
    expect(strays).toEqual([]);
  }, 120_000);
});

const documents = [...new Set(allowList.map((entry) => entry.document)), conditionalAccess, '/users', '/$batch'];
const tricks = [
  '..',
  '%2e%2e',
  '/',
  '//',
  '\\',
  '?',
  '#',
  '@',
  ':',
  '%00',
  '%0d%0a',
  ' ',
  'https://example.com',
  '/v1.0',
];
const fuzzedPath = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc
    .array(fc.oneof(fc.constantFrom(...documents, ...tricks), fc.string()), { maxLength: 5 })
    .map((parts) => parts.join('')),
);

it('lists nothing for an entry that is not in the allow-list', () => {
  const others = egressList(
    root,
    allowList.filter(({ key }) => key !== 'security_defaults'),
  );
  const body = '{"isEnabled":true}';
  const url = root + securityDefaults;
  expect(others.allows({ purpose: 'secure', method: 'PATCH', url, body })).toBe(false);
});

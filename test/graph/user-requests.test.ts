import { describe, expect, it } from 'vitest';
import { allowList } from '../../src/core/policies/allow-list.ts';
import { type Departure, egressList, type Purpose } from '../../src/graph/egress.ts';

const root = 'https://graph.microsoft.com/v1.0';
const egress = egressList(root, allowList);
const id = 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819201';

function allows(purpose: Purpose, method: string, path: string, body?: string): boolean {
  return egress.allows({ purpose, method, url: root + path, body });
}

/** Byte for byte what containment may send, and what undoes it. */
const listed: readonly [Purpose, string, string, string | undefined][] = [
  ['disable', 'PATCH', `/users/${id}`, '{"accountEnabled":false}'],
  ['enable', 'PATCH', `/users/${id}`, '{"accountEnabled":true}'],
  ['revokeSessions', 'POST', `/users/${id}/revokeSignInSessions`, undefined],
  ['confirmCompromised', 'POST', '/identityProtection/riskyUsers/confirmCompromised', `{"userIds":["${id}"]}`],
  ['dismissRisk', 'POST', '/identityProtection/riskyUsers/dismiss', `{"userIds":["${id}"]}`],
];

describe('a write to a user', () => {
  it.each(listed)('to %s may leave', (purpose, method, path, body) => {
    expect(allows(purpose, method, path, body)).toBe(true);
  });

  it.each(listed)('to %s serves that purpose only, with that body only', (purpose, method, path, body) => {
    const others = listed.filter((row) => row[0] !== purpose);
    const purposes: Purpose[] = [...others.map(([other]) => other), 'read', 'secure', 'restore'];
    expect(purposes.filter((other) => allows(other, method, path, body))).toEqual([]);
    const bodies = [...others.map((row) => row[3]), '{}', '', `${body} `].filter((other) => other !== body);
    expect(bodies.filter((other) => allows(purpose, method, path, other))).toEqual([]);
    const methods = ['GET', 'PUT', 'DELETE', 'POST', 'PATCH'].filter((other) => other !== method);
    expect(methods.filter((other) => allows(purpose, other, path, body))).toEqual([]);
  });

  it.each([
    '/users/alex.wilber@contoso.com',
    '/users/alex.wilber%40contoso.com',
    `/users/${id.toUpperCase()}`,
    `/users/${id}/`,
    `/users/${id}?$select=id`,
    `/users/${id}/../${id}`,
    '/users',
    `/groups/${id}`,
  ])('never goes to %s', (path) => {
    expect(allows('disable', 'PATCH', path, '{"accountEnabled":false}')).toBe(false);
  });

  it.each([`{"userIds":["${id}","${id}"]}`, '{"userIds":[]}', '{"userIds":["alex@contoso.com"]}'])(
    'rates the risk of one user by id: %s may not leave',
    (body) => {
      expect(allows('dismissRisk', 'POST', '/identityProtection/riskyUsers/dismiss', body)).toBe(false);
    },
  );
});

describe('a reading of users and signals', () => {
  it.each([
    `/users/${id}`,
    `/users/${id}?$expand=manager`,
    '/users?$top=1',
    `/users/${id}/messages?$top=1`,
    `/users/${id}/transitiveMemberOf?$select=id`,
    `/groups/${id}`,
    `/groups/${id}/members?$select=id`,
    "/directoryRoles(roleTemplateId='x')/members?$select=id",
    '/identityProtection/riskyUsers',
    '/identityProtection/riskyUsers?$filter=a#b',
    '/security/alerts_v2/x?$select=id',
    '/security/incidents?$top=1',
  ])('of %s may not leave', (path) => {
    expect(allows('read', 'GET', path)).toBe(false);
  });

  it('asks for at most twenty groups, by id', () => {
    const asks = (ids: readonly string[]) =>
      allows('read', 'POST', `/users/${id}/checkMemberGroups`, JSON.stringify({ groupIds: ids }));
    expect([asks([id]), asks(Array(20).fill(id)), asks(Array(21).fill(id)), asks([]), asks(['x'])]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('is in no batch', () => {
    const requests = ['/identityProtection/riskyUsers?$top=100', '/security/alerts_v2?$top=100', `/users/${id}`];
    const departures = requests.map((url): Departure => {
      const body = JSON.stringify({ requests: [{ id: '0', method: 'GET', url }] });
      return { purpose: 'read', method: 'POST', url: `${root}/$batch`, body };
    });
    expect(departures.filter(egress.allows)).toEqual([]);
  });
});

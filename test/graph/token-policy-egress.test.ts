import { describe, expect, it } from 'vitest';
import { allowList } from '../../src/core/policies/allow-list.ts';
import { type Departure, egressList } from '../../src/graph/egress.ts';
import { bodyOf } from '../../src/graph/token-policy-requests.ts';

const root = 'https://graph.microsoft.com/v1.0';
const egress = egressList(root, allowList);
const id = '092a6e8a-e25d-42b8-8151-c105445150ee';
const other = '9bf0e152-cb65-4740-807f-0f9068b1e274';
const lifetimes = '/policies/tokenLifetimePolicies';
const assigned = `/applications/${other}/tokenLifetimePolicies`;

const definition = '{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"8:00:00"}}';
const retired = '{"TokenLifetimePolicy":{"Version":1,"MaxInactiveTime":"20:00:00"}}';
const whole = bodyOf({ displayName: 'x', definition, isOrganizationDefault: false });

function leaves(purpose: Departure['purpose'], method: string, path: string, body?: string): boolean {
  return egress.allows({ purpose, method, url: root + path, body });
}

describe('a reading', () => {
  it.each([
    lifetimes,
    '/policies/tokenIssuancePolicies?$skiptoken=x',
    `${lifetimes}/${id}`,
    `${lifetimes}/${id}/appliesTo`,
    assigned,
    `/servicePrincipals/${other}/tokenIssuancePolicies`,
    `/servicePrincipals/${other}`,
    '/domains',
  ])('of %s may leave', (path) => {
    expect(leaves('read', 'GET', path)).toBe(true);
  });

  it.each([
    '/policies/claimsMappingPolicies',
    '/applications',
    `/applications/${other}/owners`,
    `/applications(appId='${other}')/tokenLifetimePolicies`,
    `/applications/${other.toUpperCase()}`,
    `${lifetimes}/${id}/../x`,
    `${lifetimes}/x`,
    `/domains/contoso.com`,
  ])('of %s may not', (path) => {
    expect(leaves('read', 'GET', path)).toBe(false);
  });
});

describe('a change', () => {
  it('sets the three properties, with a definition that was checked', () => {
    expect(leaves('writeTokenPolicy', 'POST', lifetimes, whole)).toBe(true);
    expect(leaves('writeTokenPolicy', 'PATCH', `${lifetimes}/${id}`, bodyOf({ displayName: 'x' }))).toBe(true);
    expect(leaves('writeTokenPolicy', 'PATCH', `${lifetimes}/${id}`, bodyOf({ definition }))).toBe(true);
  });

  it.each([
    ['an unknown property', '{"displayName":"x","description":"y"}'],
    ['other white space', '{"displayName": "x"}'],
    ['a definition of the other type', bodyOf({ definition: '{"TokenIssuancePolicy":{"Version":1}}' })],
    ['a retired property', bodyOf({ definition: retired })],
    ['two definitions', JSON.stringify({ definition: [definition, definition] })],
    ['no JSON', 'x'],
    ['nothing', undefined],
    ['a list', '[]'],
  ])('with %s does not leave', (_, body) => {
    expect(leaves('writeTokenPolicy', 'PATCH', `${lifetimes}/${id}`, body)).toBe(false);
  });

  it('may hold what is retired only where it is put back', () => {
    const body = bodyOf({ displayName: 'x', definition: retired, isOrganizationDefault: true });
    expect(leaves('restoreTokenPolicy', 'POST', lifetimes, body)).toBe(true);
    expect(leaves('writeTokenPolicy', 'POST', lifetimes, body)).toBe(false);
    expect(leaves('restoreTokenPolicy', 'POST', lifetimes, '{"displayName":"x","description":"y"}')).toBe(false);
  });

  it('serves its own purpose only', () => {
    expect(leaves('secure', 'POST', lifetimes, whole)).toBe(false);
    expect(leaves('deleteTokenPolicy', 'DELETE', `${lifetimes}/${id}`)).toBe(true);
    expect(leaves('deleteTokenPolicy', 'DELETE', lifetimes)).toBe(false);
    expect(leaves('deleteTokenPolicy', 'DELETE', `/applications/${other}`)).toBe(false);
  });
});

describe('an assignment', () => {
  const link = (url: string) => JSON.stringify({ '@odata.id': url });

  it('links to a policy of the same type, and to nothing else', () => {
    expect(leaves('assignTokenPolicy', 'POST', `${assigned}/$ref`, link(`${root}${lifetimes}/${id}`))).toBe(true);
    for (const url of [
      `${root}/policies/tokenIssuancePolicies/${id}`,
      `${root}/users/${id}`,
      `https://evil.example/v1.0${lifetimes}/${id}`,
      `${root}${lifetimes}/${id}/x`,
    ]) {
      expect(leaves('assignTokenPolicy', 'POST', `${assigned}/$ref`, link(url))).toBe(false);
    }
  });

  it('is taken away by both ids', () => {
    expect(leaves('unassignTokenPolicy', 'DELETE', `${assigned}/${id}/$ref`)).toBe(true);
    expect(leaves('unassignTokenPolicy', 'DELETE', `${assigned}/$ref`)).toBe(false);
    expect(leaves('deleteTokenPolicy', 'DELETE', `${assigned}/${id}/$ref`)).toBe(false);
  });
});

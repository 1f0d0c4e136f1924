import { expect, it } from 'vitest';
import { hostOf, tenantBase } from '../../src/aadgraph/address.ts';

it.each(['127.0.0.1:3978', 'bulwark.example', '[::1]:3978', 'localhost'])('%s is a host', (host) => {
  expect(hostOf({ headers: { host } })).toBe(host);
});

it.each([undefined, '', 'a b', 'a/b', 'a@b', '"x"', 'x:port'])('%j is not repeated', (host) => {
  expect(hostOf({ headers: { host } })).toBe('localhost');
});

it('the tenant stands in it as it was written, and behind a proxy the scheme is the outer one', () => {
  const headers = { host: 'bulwark.example', 'x-forwarded-proto': 'https' };
  expect(tenantBase({ headers, params: { tenant: 'MyOrganization' } })).toBe('https://bulwark.example/MyOrganization');
  expect(tenantBase({ headers: { host: 'a' }, params: { tenant: 'a b"' } })).toBe('http://a/a%20b%22');
});

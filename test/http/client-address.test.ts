import { expect, test } from 'vitest';
import { clientAddressReader } from '../../src/http/client-address.ts';

const behindProxy = clientAddressReader(['10.0.0.0/8', '2001:db8::1']);

test('believes no header when no proxy is trusted', () => {
  expect(clientAddressReader([])('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
});

test('believes no header of a peer that is not a trusted proxy', () => {
  expect(behindProxy('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
});

test('takes the last address before the trusted proxies', () => {
  expect(behindProxy('10.0.0.1', '198.51.100.66, 203.0.113.9, 10.0.0.2')).toBe('203.0.113.9');
  expect(behindProxy('2001:db8::1', '2001:db8::5')).toBe('2001:db8::5');
});

test('takes an address with its port', () => {
  expect(behindProxy('10.0.0.1', '203.0.113.9:49152')).toBe('203.0.113.9');
  expect(behindProxy('10.0.0.1', '[2001:db8::5]:49152')).toBe('2001:db8::5');
});

test('stays at the proxy when the header is missing or no address', () => {
  expect(behindProxy('10.0.0.1')).toBe('10.0.0.1');
  expect(behindProxy('10.0.0.1', 'unknown')).toBe('10.0.0.1');
  expect(behindProxy('10.0.0.1', '10.0.0.2')).toBe('10.0.0.2');
});

test('shows an IPv4 peer of a dual-stack socket as IPv4', () => {
  expect(behindProxy('::ffff:10.0.0.1', '::ffff:203.0.113.9')).toBe('203.0.113.9');
});

import { expect, it } from 'vitest';
import { nearest } from '../../src/core/nearest.ts';

const options = ['guest_invites', 'guest_directory_access', 'security_defaults', 'admin_sspr'];

it.each([
  ['guest_invits', ['guest_invites']],
  ['GUEST_INVITES', ['guest_invites']],
  ['guest', ['guest_invites', 'guest_directory_access']],
  ['sspr', ['admin_sspr']],
  ['conditional access', []],
  ['', []],
])('takes %j for %j', (typed, meant) => {
  expect(nearest(typed, options)).toEqual(meant);
});

it('names no more than it was asked for', () => {
  expect(nearest('guest', options, 1)).toEqual(['guest_invites']);
});

it('answers about a very long word at once', () => {
  expect(nearest('x'.repeat(1_000_000), options)).toEqual([]);
});

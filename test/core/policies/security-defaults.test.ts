import { expect, it } from 'vitest';
import { inWords } from '../../../src/core/policies/compare.ts';
import { securityDefaults } from '../../../src/core/policies/security-defaults.ts';

it('carries the title of the documented example', () => {
  expect(securityDefaults.title).toBe('Security Defaults enabled');
});

it('is not offered where a Conditional Access policy is enabled', () => {
  expect(securityDefaults.preconditions).toEqual(['noEnabledConditionalAccess']);
});

it('reads On and Off', () => {
  expect([true, false, null].map((value) => inWords(securityDefaults, value))).toEqual(['On', 'Off', 'Not set']);
});

it('warns of the sign-ins it stops', () => {
  expect(securityDefaults.impact.text).toMatch(/register for MFA.*legacy sign-in/);
});

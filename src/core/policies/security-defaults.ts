import type { PolicyEntry } from './entry.ts';
import { patch } from './strategy.ts';

/** Microsoft Graph v1.0 `identitySecurityDefaultsEnforcementPolicy`. */
export const securityDefaults: PolicyEntry = {
  key: 'security_defaults',
  title: 'Security Defaults enabled',
  area: 'Identity',
  severity: 'critical',
  document: '/policies/identitySecurityDefaultsEnforcementPolicy',
  field: 'isEnabled',
  strategy: patch,
  secure: true,
  accepted: [],
  words: [
    [true, 'On'],
    [false, 'Off'],
  ],
  about:
    "Microsoft's basic protection for a tenant without Conditional Access: multifactor authentication (MFA) for everyone and no legacy sign-in. Without it, a stolen password alone is enough to sign in.",
  impact: {
    level: 'high',
    text: "Everyone must register for MFA at the next sign-in. Administrators are asked for it every time. Mail programs and scripts that use legacy sign-in (IMAP, POP, SMTP with a password) stop working. Nobody's password changes.",
  },
  licence: 'None needed',
  // Graph also wants Policy.Read.All for the write; a connection that may write holds it for reading.
  permissions: { read: 'Policy.Read.All', write: 'Policy.ReadWrite.SecurityDefaults' },
  preconditions: ['noEnabledConditionalAccess'],
  notApplicable: 'Conditional Access is on, which takes its place',
  revert:
    'Puts back the recorded value. MFA methods that people registered meanwhile stay registered; old mail programs can sign in again.',
  references: [{ source: 'CIPP', id: 'SecurityDefaults' }],
};

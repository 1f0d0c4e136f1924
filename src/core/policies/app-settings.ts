import type { PolicyEntry } from './entry.ts';
import { daysField } from './guided-fields.ts';
import { patch } from './strategy.ts';

const permissions = { read: 'Policy.Read.All', write: 'Policy.ReadWrite.ApplicationConfiguration' };

/** Settings of the tenant's default policies for apps, sessions and sign-up flows. */
export const appSettings: readonly PolicyEntry[] = [
  {
    key: 'app_credential_lifetime',
    title: 'App secret/certificate lifetime limited',
    area: 'Apps',
    severity: 'medium',
    document: '/policies/defaultAppManagementPolicy',
    field: 'applicationRestrictions.passwordCredentials',
    form: 'secretLifetime',
    strategy: patch,
    secure: 'P180D',
    accepted: [],
    range: { from: 1, to: 'P180D' },
    asked: 'days',
    also: [
      {
        field: 'applicationRestrictions.keyCredentials',
        form: 'certificateLifetime',
        secure: 'P180D',
        accepted: [],
        range: { from: 1, to: 'P180D' },
        asked: 'days',
      },
      { field: 'isEnabled', secure: true, accepted: [] },
    ],
    guided: {
      why: 'Whoever renews secrets and certificates of apps has to be able to keep up with it.',
      fields: [daysField],
    },
    words: [
      [null, 'No limit'],
      ['P180D', '180 days'],
      ['P90D', '90 days'],
      ['P365D', '365 days'],
      ['P730D', '730 days'],
    ],
    about:
      'Limits how long a secret or certificate of an app is good for. One that never ends, once copied, is a way in for years.',
    impact: {
      level: 'medium',
      text: 'For apps created from today on, secrets and certificates that would be good for longer are refused. Older apps, and what they have, do not change.',
    },
    licence: 'None documented',
    permissions,
    preconditions: [],
    revert: 'Puts back the recorded restrictions. Secrets and certificates that were made meanwhile keep their end.',
    references: [
      { source: 'CIS', id: 'Microsoft 365 Foundations 7.0.0, 5.1.5.3-5.1.5.6' },
      { source: 'CIPP', id: 'AppManagementPolicy' },
      { source: 'Microsoft', id: 'ZTA 21773/21775/21992' },
    ],
  },
  {
    key: 'self_service_sign_up',
    title: 'Guest self-service sign-up disabled',
    area: 'Guests',
    severity: 'medium',
    document: '/policies/authenticationFlowsPolicy',
    field: 'selfServiceSignUp.isEnabled',
    strategy: patch,
    secure: false,
    accepted: [],
    words: [
      [true, 'Allowed'],
      [false, 'Not allowed'],
    ],
    about:
      'Decides whether outsiders may create a guest account by themselves through a sign-up page. Such guests arrive without anybody having invited them.',
    impact: { level: 'low', text: 'Sign-up pages for external users stop working. Guests who are here already stay.' },
    licence: 'None needed',
    permissions: { read: 'Policy.Read.All', write: 'Policy.ReadWrite.AuthenticationFlows' },
    preconditions: [],
    revert: 'Puts back the recorded value. Guests are neither added nor removed.',
    references: [{ source: 'Microsoft', id: 'ZTA 21823' }],
  },
  {
    key: 'idle_session_timeout',
    title: 'Idle session timeout on',
    area: 'Users',
    severity: 'low',
    document: '/policies/activityBasedTimeoutPolicies',
    field: 'definition',
    form: 'idleTimeout',
    strategy: { kind: 'timeoutPolicy' },
    secure: '01:00:00',
    accepted: [],
    range: { from: 1, to: '03:00:00' },
    guided: { why: 'People lose what they did not save when they are signed out after an hour.', fields: [] },
    words: [
      [null, 'Never'],
      ['01:00:00', 'After 1 hour'],
      ['03:00:00', 'After 3 hours'],
      ['08:00:00', 'After 8 hours'],
    ],
    about:
      'Signs people out of the Microsoft 365 web apps after a time without activity. On a shared computer an open session is the session of everybody.',
    impact: {
      level: 'medium',
      text: 'Microsoft 365 web apps sign people out after an hour without activity, with a warning before. Desktop and phone apps are not affected.',
    },
    licence: 'None documented',
    permissions,
    preconditions: [],
    revert: 'Puts back the recorded timeout. A policy that Bulwark created is deleted again.',
    references: [
      { source: 'CIS', id: 'Microsoft 365 Foundations 7.0.0, 1.3.2' },
      { source: 'Secure Score', id: 'spo_idle_session_timeout' },
      { source: 'CIPP', id: 'ActivityBasedTimeout' },
    ],
  },
];

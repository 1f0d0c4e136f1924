import type { PolicyEntry } from './entry.ts';
import { wordsField } from './guided-fields.ts';
import { passwordRules } from './setting-templates.ts';
import type { Strategy } from './strategy.ts';

const document = '/groupSettings';
const strategy: Strategy = { kind: 'groupSetting', template: passwordRules };
const permissions = { read: 'GroupSettings.Read.All', write: 'GroupSettings.ReadWrite.All' };

const onOrOff: PolicyEntry['words'] = [
  ['True', 'On'],
  ['False', 'Off'],
];

/** How passwords are made, guessed and aged. */
export const passwords: readonly PolicyEntry[] = [
  {
    key: 'banned_passwords',
    title: 'Custom banned password list enforced',
    area: 'Passwords',
    severity: 'medium',
    document,
    field: 'EnableBannedPasswordCheck',
    strategy,
    secure: 'True',
    accepted: [],
    also: [
      { field: 'BannedPasswordList', form: 'bannedWords', secure: [], accepted: [], anyMember: true, asked: 'words' },
    ],
    guided: { why: 'Only you know which words attackers would try first here.', fields: [wordsField] },
    words: onOrOff,
    about:
      'Refuses new passwords that contain words of your own list, such as the name of the company. Attackers try those first.',
    impact: {
      level: 'low',
      text: 'When people change their password, one with a listed word is refused. Passwords that are in use now stay.',
    },
    licence: 'Microsoft Entra ID P1',
    permissions,
    preconditions: [],
    revert: 'Puts back the recorded switch and list. A settings object that Bulwark created is deleted again.',
    references: [
      { source: 'CIS', id: 'Microsoft 365 Foundations 7.0.0, 5.2.3.2' },
      { source: 'EIDSCA', id: 'EIDSCA.PR03' },
      { source: 'CIPP', id: 'CustomBannedPasswordList' },
      { source: 'Microsoft', id: 'ZTA 21848' },
    ],
  },
  {
    key: 'onprem_password_protection',
    title: 'Password protection enforced on-premises',
    area: 'Passwords',
    severity: 'medium',
    document,
    field: 'BannedPasswordCheckOnPremisesMode',
    strategy,
    secure: 'Enforce',
    accepted: [],
    also: [{ field: 'EnableBannedPasswordCheckOnPremises', secure: 'True', accepted: [] }],
    guided: {
      why: 'It works only with the password protection agent on every domain controller. Leave it out when the tenant is cloud-only.',
      fields: [],
    },
    words: [
      ['Enforce', 'Enforced'],
      ['Audit', 'Only recorded'],
    ],
    about:
      'Applies the banned password lists to the domain controllers at home as well. Otherwise a weak password that is set there comes into the cloud by synchronization.',
    impact: {
      level: 'low',
      text: 'Where the agent is installed, domain controllers refuse banned passwords. Without the agent nothing changes.',
    },
    licence: 'Microsoft Entra ID P1 and DC agents',
    permissions,
    preconditions: [],
    revert: 'Puts back the recorded mode and switch. A settings object that Bulwark created is deleted again.',
    references: [
      { source: 'EIDSCA', id: 'EIDSCA.PR01/PR02' },
      { source: 'Microsoft', id: 'ZTA 21847' },
    ],
  },
  {
    key: 'smart_lockout',
    title: 'Smart lockout threshold and duration',
    area: 'Passwords',
    severity: 'medium',
    document,
    field: 'LockoutThreshold',
    strategy,
    secure: '10',
    accepted: [],
    range: { from: 1, to: 10 },
    also: [{ field: 'LockoutDurationInSeconds', secure: '60', accepted: [], range: { from: 60 } }],
    words: [],
    about:
      'Locks an account for a while after some wrong passwords. A high threshold or a short time gives attackers more guesses.',
    impact: {
      level: 'low',
      text: 'An account is locked for a minute after 10 wrong passwords, and longer each time. Entra tells familiar places from unfamiliar ones.',
    },
    licence: 'Microsoft Entra ID P1 to customise',
    permissions,
    preconditions: [],
    revert: 'Puts back both recorded values. A settings object that Bulwark created is deleted again.',
    references: [
      { source: 'CIS', id: 'Microsoft 365 Foundations 7.0.0, 5.2.3.8/5.2.3.9' },
      { source: 'EIDSCA', id: 'EIDSCA.PR05/PR06' },
      { source: 'CIPP', id: 'SmartLockout' },
      { source: 'Microsoft', id: 'ZTA 21849/21850' },
    ],
  },
  {
    key: 'password_never_expires',
    title: 'Passwords never expire',
    area: 'Passwords',
    severity: 'low',
    document: '/domains',
    field: 'passwordValidityPeriodInDays',
    strategy: { kind: 'domains' },
    secure: 2_147_483_647,
    accepted: [],
    also: [{ field: 'passwordNotificationWindowInDays', form: 'verbatim', secure: 14, accepted: [] }],
    notApplicable: 'no domain keeps its passwords in Microsoft Entra ID',
    words: [
      [2_147_483_647, 'Never'],
      [90, 'After 90 days'],
      [null, 'Not set (90 days)'],
    ],
    about:
      'Decides whether people must change their password every so often. Who has to, picks weaker ones and counts them up; a password is better changed when it is known to have leaked.',
    impact: { level: 'low', text: 'People are no longer asked to change their password every so often.' },
    licence: 'None needed',
    permissions: { read: 'Domain.Read.All', write: 'Domain.ReadWrite.All' },
    preconditions: [],
    revert: 'Puts back the recorded days of each domain. Old passwords then expire at once.',
    references: [
      { source: 'CIS', id: 'Microsoft 365 Foundations 7.0.0, 1.3.1' },
      { source: 'SCuBA', id: 'MS.AAD.6.1v1' },
      { source: 'Secure Score', id: 'PWAgePolicyNew' },
      { source: 'CIPP', id: 'PasswordExpireDisabled' },
      { source: 'Microsoft', id: 'ZTA 21811' },
    ],
  },
];

import type { PolicyEntry } from './entry.ts';
import { reviewersField } from './guided-fields.ts';
import { consentSettings } from './setting-templates.ts';
import { patch } from './strategy.ts';

const lowRisk = 'ManagePermissionGrantsForSelf.microsoft-user-default-low';

/** Who may let an app in: what users may consent to, who decides on the rest, and what group owners may. */
export const consent: readonly PolicyEntry[] = [
  {
    key: 'user_consent',
    title: 'User consent to apps is restricted',
    area: 'Apps',
    severity: 'high',
    document: '/policies/authorizationPolicy',
    field: 'defaultUserRolePermissions.permissionGrantPoliciesAssigned',
    form: 'consentGrants',
    strategy: patch,
    secure: [lowRisk],
    accepted: [[]],
    guided: {
      why: 'People who need another app wait for an administrator, so turn on admin consent requests first.',
      fields: [],
    },
    words: [
      [[lowRisk], 'Low-risk permissions only'],
      [[], 'Not allowed'],
      [['ManagePermissionGrantsForSelf.microsoft-user-default-legacy'], 'Any app'],
      [['ManagePermissionGrantsForSelf.microsoft-user-default-recommended'], 'What Microsoft recommends'],
    ],
    about:
      'Decides which apps people may give access to their own mail and files. Consent phishing asks for exactly that: one press, and an attacker reads along without a password.',
    impact: {
      level: 'medium',
      text: 'People can consent only to low-risk permissions of verified publishers; which those are, the tenant classifies. For other apps they need an administrator. Consent that was given before stays.',
    },
    licence: 'None needed',
    permissions: { read: 'Policy.Read.All', write: 'Policy.ReadWrite.Authorization' },
    preconditions: [],
    revert: 'Puts back the recorded assignments. What people consented to meanwhile stays.',
    references: [
      {
        source: 'CIS',
        id: 'Microsoft 365 Foundations 7.0.0, 5.1.5.1',
        differs: 'Asks for more: no user consent at all.',
      },
      { source: 'SCuBA', id: 'MS.AAD.5.2v1', differs: 'Asks for more: only administrators may consent.' },
      { source: 'EIDSCA', id: 'EIDSCA.AP08' },
      { source: 'CIPP', id: 'OauthConsent/OauthConsentLowSec' },
      { source: 'Microsoft', id: 'ZTA 21776' },
    ],
  },
  {
    key: 'admin_consent_workflow',
    title: 'Admin consent request workflow enabled',
    area: 'Apps',
    severity: 'medium',
    document: '/policies/adminConsentRequestPolicy',
    field: 'isEnabled',
    strategy: {
      kind: 'put',
      properties: ['isEnabled', 'notifyReviewers', 'remindersEnabled', 'requestDurationInDays', 'reviewers'],
    },
    secure: true,
    accepted: [],
    also: [
      { field: 'notifyReviewers', secure: true, accepted: [] },
      { field: 'remindersEnabled', secure: true, accepted: [] },
      { field: 'requestDurationInDays', secure: 30, accepted: [], range: { from: 1, to: 30 } },
      { field: 'reviewers', form: 'reviewers', secure: [], accepted: [], anyMember: true, asked: 'reviewers' },
    ],
    guided: { why: 'Somebody has to review the requests.', fields: [reviewersField] },
    words: [
      [true, 'On'],
      [false, 'Off'],
    ],
    about:
      'Gives people who may not consent to an app a form to ask for it. Without it they are stuck, and the pressure grows to let everyone consent again.',
    impact: {
      level: 'low',
      text: 'People who are not allowed to consent see a request form. The reviewers get a mail for each request and reminders; a request ends after 30 days at most.',
    },
    licence: 'None needed',
    permissions: { read: 'Policy.Read.All', write: 'Policy.ReadWrite.ConsentRequest' },
    preconditions: [],
    revert: 'Puts back the recorded settings and reviewers. Requests that were decided stay decided.',
    references: [
      { source: 'CIS', id: 'Microsoft 365 Foundations 7.0.0, 5.1.5.2' },
      { source: 'SCuBA', id: 'MS.AAD.5.3v1' },
      { source: 'EIDSCA', id: 'EIDSCA.CR01-CR04' },
      { source: 'CIPP', id: 'EnableAppConsentRequests' },
      { source: 'Microsoft', id: 'ZTA 21809' },
    ],
  },
  {
    key: 'group_owner_app_consent',
    title: 'Group owners cannot consent to apps',
    area: 'Apps',
    severity: 'medium',
    document: '/groupSettings',
    field: 'EnableGroupSpecificConsent',
    strategy: { kind: 'groupSetting', template: consentSettings },
    secure: 'False',
    accepted: [],
    guided: {
      why: 'Apps that team owners add can stop working for new teams. In newer tenants Microsoft keeps this in permission grant policies instead.',
      fields: [],
    },
    words: [
      ['True', 'Allowed'],
      ['False', 'Not allowed'],
      ['', 'Not set'],
    ],
    about:
      "Decides whether the owner of a team may give an app access to the team's messages and files. Any member who becomes an owner can then let an app in.",
    impact: {
      level: 'medium',
      text: 'Team owners can no longer grant an app access to their team; an administrator does. Access that was granted before stays.',
    },
    licence: 'None documented',
    permissions: { read: 'GroupSettings.Read.All', write: 'GroupSettings.ReadWrite.All' },
    preconditions: [],
    revert: 'Puts back the recorded value. A settings object that Bulwark created is deleted again.',
    references: [
      { source: 'EIDSCA', id: 'EIDSCA.CP01' },
      { source: 'Microsoft', id: 'ZTA 21810' },
    ],
  },
];

import type { PolicyEntry } from './entry.ts';
import { patch } from './strategy.ts';

const document = '/admin/sharepoint/settings';
const permissions = { read: 'SharePointTenantSettings.Read.All', write: 'SharePointTenantSettings.ReadWrite.All' };
const licence = 'A plan with SharePoint Online';

const allowedOrNot: PolicyEntry['words'] = [
  [true, 'Allowed'],
  [false, 'Not allowed'],
];

/** Microsoft Graph v1.0 `sharepointSettings`. */
export const sharePoint: readonly PolicyEntry[] = [
  {
    key: 'spo_external_sharing',
    title: 'SharePoint external sharing limited to existing guests',
    area: 'SharePoint',
    severity: 'high',
    document,
    field: 'sharingCapability',
    strategy: patch,
    secure: 'existingExternalUserSharingOnly',
    accepted: ['disabled'],
    guided: {
      why: 'Links that people gave to outsiders stop working in every site of the tenant at once.',
      fields: [],
    },
    words: [
      ['externalUserAndGuestSharing', 'Anyone with the link'],
      ['externalUserSharingOnly', 'New and existing guests'],
      ['existingExternalUserSharingOnly', 'Existing guests'],
      ['disabled', 'Nobody outside'],
    ],
    about:
      'Decides with whom people may share files outside. A link for anyone keeps working for whoever it is passed on to, and nobody learns who opened it.',
    impact: {
      level: 'high',
      text: 'Links for anyone, and sharing with people who are not guests yet, stop working in all of SharePoint. OneDrive has a level of its own, which Graph does not offer.',
    },
    licence,
    permissions,
    preconditions: [],
    revert: 'Puts back the recorded level. Links for anyone then work again.',
    references: [
      { source: 'SCuBA', id: 'MS.SHAREPOINT.1.1v1' },
      {
        source: 'CIS',
        id: 'Microsoft 365 Foundations 7.0.0, 7.2.3',
        differs: 'Also accepts sharing with new guests who sign in.',
      },
      { source: 'CIPP', id: 'sharingCapability' },
    ],
  },
  {
    key: 'spo_legacy_auth',
    title: 'SharePoint legacy authentication disabled',
    area: 'SharePoint',
    severity: 'high',
    document,
    field: 'isLegacyAuthProtocolsEnabled',
    strategy: patch,
    secure: false,
    accepted: [],
    words: allowedOrNot,
    about:
      'Decides whether old programs may open SharePoint with a plain password. That way round there is no MFA, so a stolen password is enough.',
    impact: {
      level: 'medium',
      text: 'Office 2010 and other programs that cannot sign in the modern way lose SharePoint.',
    },
    licence,
    permissions,
    preconditions: [],
    revert: 'Puts back the recorded value. Old programs can then sign in again.',
    references: [
      { source: 'CIS', id: 'Microsoft 365 Foundations 7.0.0, 7.2.1' },
      { source: 'Secure Score', id: 'spo_legacy_auth' },
      { source: 'CIPP', id: 'DisableSharePointLegacyAuth' },
    ],
  },
  {
    key: 'spo_guest_resharing',
    title: 'Guests cannot reshare items they do not own',
    area: 'SharePoint',
    severity: 'medium',
    document,
    field: 'isResharingByExternalUsersEnabled',
    strategy: patch,
    secure: false,
    accepted: [],
    words: allowedOrNot,
    about:
      'Decides whether guests may pass on what was shared with them. Files then travel to people whom nobody here has chosen.',
    impact: {
      level: 'medium',
      text: 'Guests can no longer share what belongs to others. What they shared before stays shared.',
    },
    licence,
    permissions,
    preconditions: [],
    revert: 'Puts back the recorded value. Shares are neither added nor removed.',
    references: [
      { source: 'CIS', id: 'Microsoft 365 Foundations 7.0.0, 7.2.5' },
      { source: 'CIPP', id: 'DisableReshare' },
    ],
  },
];

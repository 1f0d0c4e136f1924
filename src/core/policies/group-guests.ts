import type { PolicyEntry } from './entry.ts';
import { unifiedGroups } from './setting-templates.ts';

/** What Microsoft 365 groups allow to guests. */
export const groupGuests: readonly PolicyEntry[] = [
  {
    key: 'guest_group_owners',
    title: 'Guests cannot own Microsoft 365 groups',
    area: 'Guests',
    severity: 'medium',
    document: '/groupSettings',
    field: 'AllowGuestsToBeGroupOwner',
    strategy: { kind: 'groupSetting', template: unifiedGroups },
    secure: 'false',
    accepted: [],
    words: [
      ['true', 'Allowed'],
      ['false', 'Not allowed'],
    ],
    about:
      'Decides whether a guest may own a group. An owner lets other people in and decides what the group shares, and a guest answers to another company.',
    impact: {
      level: 'low',
      text: 'Guests can no longer be made owners of a group. Guests who own one already stay its owner.',
    },
    licence: 'Microsoft Entra ID P1',
    permissions: { read: 'GroupSettings.Read.All', write: 'GroupSettings.ReadWrite.All' },
    preconditions: [],
    revert: 'Puts back the recorded value. Owners are neither added nor removed.',
    references: [
      { source: 'EIDSCA', id: 'EIDSCA.ST08' },
      { source: 'CIPP', id: 'DisableGuestDirectory' },
    ],
  },
];

/** A directory settings template of Microsoft's, with its defaults: they hold as long as a tenant has no object of it. */
export type SettingTemplate = { id: string; displayName: string; defaults: Readonly<Record<string, string>> };

export const passwordRules: SettingTemplate = {
  id: '5cf42378-d67d-4f36-ba46-e8b86229381d',
  displayName: 'Password Rule Settings',
  defaults: {
    BannedPasswordCheckOnPremisesMode: 'Audit',
    EnableBannedPasswordCheckOnPremises: 'False',
    EnableBannedPasswordCheck: 'False',
    LockoutDurationInSeconds: '60',
    LockoutThreshold: '10',
    BannedPasswordList: '',
  },
};

export const unifiedGroups: SettingTemplate = {
  id: '62375ab9-6b52-47ed-826b-58e47e0e304b',
  displayName: 'Group.Unified',
  defaults: {
    NewUnifiedGroupWritebackDefault: 'true',
    EnableMIPLabels: 'false',
    CustomBlockedWordsList: '',
    EnableMSStandardBlockedWords: 'false',
    ClassificationDescriptions: '',
    DefaultClassification: '',
    PrefixSuffixNamingRequirement: '',
    AllowGuestsToBeGroupOwner: 'false',
    AllowGuestsToAccessGroups: 'true',
    GuestUsageGuidelinesUrl: '',
    GroupCreationAllowedGroupId: '',
    AllowToAddGuests: 'true',
    UsageGuidelinesUrl: '',
    ClassificationList: '',
    EnableGroupCreation: 'true',
  },
};

export const consentSettings: SettingTemplate = {
  id: 'dffd5d46-495d-40a9-8e21-954ff55e198a',
  displayName: 'Consent Policy Settings',
  defaults: {
    EnableGroupSpecificConsent: '',
    ConstrainGroupSpecificConsentToMembersOfGroupId: '',
    BlockUserConsentForRiskyApps: 'true',
    EnableAdminConsentRequests: 'false',
  },
};

import type { FormName } from './forms.ts';
import type { GuidedField } from './guided-fields.ts';
import type { Strategy } from './strategy.ts';

/** What a setting is compared by. Sets are their members, sorted. An unset null stays null. */
export type PolicyValue = boolean | number | string | null | readonly string[];

export type Level = 'low' | 'medium' | 'high';
/** The most severe first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** In the order in which they are shown. */
export const areas = [
  'Identity',
  'Authentication',
  'Passwords',
  'Users',
  'Guests',
  'Apps',
  'Devices',
  'SharePoint',
] as const;
export type Area = (typeof areas)[number];

export type Reference = {
  source: 'CIS' | 'SCuBA' | 'EIDSCA' | 'Maester' | 'CIPP' | 'Secure Score' | 'Microsoft';
  id: string;
  /** Where this source asks for something else than our secure value. */
  differs?: string;
};

/** A property that is read, compared and written, so the three cannot drift apart. */
export type Part = {
  /** Dotted path below the object that the strategy writes. */
  field: string;
  /** How the property holds its value; as it is, unless told otherwise. */
  form?: FormName;
  secure: PolicyValue;
  /** Further values that pass: harden leaves them alone. */
  accepted: readonly PolicyValue[];
  /** Further values that pass by their size: numbers, durations and times, from and to included. */
  range?: Range;
  /** Which answer of the person is written in place of the secure value. */
  asked?: GuidedField['id'];
  /** A set passes as soon as it has a member; which ones, only the tenant can tell. */
  anyMember?: true;
};

export type Range = { from?: number | string; to?: number | string };

/** What must hold before the secure value may be written. */
export type Precondition = 'noEnabledConditionalAccess' | 'securityDefaultsOff' | 'noDeviceRegistrationPolicy';

/** One setting of the allow-list. */
export type PolicyEntry = Part & {
  key: string;
  title: string;
  area: Area;
  severity: Severity;
  /** Path of the Graph v1.0 document that holds the setting. */
  document: string;
  /** How a secure value is written. */
  strategy: Strategy;
  /** What has to hold beside the field, and is written together with it. */
  also?: readonly Part[];
  /** Asked of a person before it can be hardened. Without fields only that the person agrees. */
  guided?: { why: string; fields: readonly GuidedField[] };
  /** What each value means to a person; a value that is not listed is shown as it is. */
  words: readonly (readonly [PolicyValue, string])[];
  /** One or two sentences: what the setting does and why the secure value is safer. */
  about: string;
  /** `onlyMethod`: it can be counted who has no sign-in method beside these. */
  impact: { level: Level; text: string; onlyMethod?: readonly string[] };
  licence: string;
  permissions: { read: string; write: string };
  preconditions: readonly Precondition[];
  /** A value of another property of the same object while which the setting changes nothing. */
  notWhile?: { field: string; value: PolicyValue };
  /** Why the setting can be of no matter, as the end of "Not applicable: …". */
  notApplicable?: string;
  /** What undo does, and what it cannot bring back. */
  revert: string;
  references: readonly Reference[];
};

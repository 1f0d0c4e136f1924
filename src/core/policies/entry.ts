/** What a setting is compared by. Sets are their members, sorted. An unset null stays null. */
export type PolicyValue = boolean | number | string | null | readonly string[];

export type Level = 'low' | 'medium' | 'high';
export type Severity = 'critical' | Level;

export type Reference = {
  source: 'CIS' | 'SCuBA' | 'EIDSCA' | 'Maester' | 'CIPP' | 'Microsoft';
  id: string;
  /** Where this source asks for something else than our secure value. */
  differs?: string;
};

/** One setting of the allow-list. The field is what is read, compared and written, so the three cannot drift apart. */
export type PolicyEntry = {
  key: string;
  title: string;
  area: 'Identity' | 'Users' | 'Guests' | 'Apps';
  severity: Severity;
  /** Path of the Graph v1.0 document that holds the setting. */
  document: string;
  /** Dotted path of the property inside the document. */
  field: string;
  /** How a secure value is written: `patchField` sends just the field. */
  strategy: 'patchField';
  secure: PolicyValue;
  /** Further values that pass: harden leaves them alone. */
  accepted: readonly PolicyValue[];
  /** What each value means to a person; a value that is not listed is shown as it is. */
  words: readonly (readonly [PolicyValue, string])[];
  /** One or two sentences: what the setting does and why the secure value is safer. */
  about: string;
  impact: { level: Level; text: string };
  licence: string;
  permissions: { read: string; write: string };
  /** What must hold before the secure value may be written. */
  precondition?: 'noEnabledConditionalAccess';
  /** What undo does, and what it cannot bring back. */
  revert: string;
  references: readonly Reference[];
};

import type { SettingTemplate } from './setting-templates.ts';

/** How Graph wants a setting to be written. */
export type Strategy =
  /** PATCH of the document with just the fields. */
  | { kind: 'patch' }
  /** PUT of the whole document: Graph resets what is left out of these properties. */
  | { kind: 'put'; properties: readonly string[] }
  /** PATCH of one authentication method's configuration inside the document. */
  | { kind: 'method'; id: MethodId; type: string }
  /** Named values of a directory settings object, which may not be there yet. All its values are sent. */
  | { kind: 'groupSetting'; template: SettingTemplate }
  /** PATCH of every domain that keeps its own passwords. */
  | { kind: 'domains' }
  /** The organization's default timeout policy, which may not be there yet. */
  | { kind: 'timeoutPolicy' };

export type MethodId = 'sms' | 'voice' | 'email' | 'microsoftAuthenticator' | 'fido2' | 'temporaryAccessPass';

export const patch: Strategy = { kind: 'patch' };

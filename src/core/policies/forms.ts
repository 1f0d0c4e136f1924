import { certificateLifetime, secretLifetime } from './app-restrictions.ts';
import { campaign, signInContext } from './authentication-forms.ts';
import type { PolicyValue } from './entry.ts';
import { idleTimeout } from './idle-timeout.ts';
import { bannedWords, consentGrants, membership, plain, reviewers, verbatim } from './plain-forms.ts';

/** How a property of a Graph document holds a value. */
export type Form = {
  /** The value in the property; undefined when it is none that can be judged. */
  read(property: unknown): PolicyValue | undefined;
  /** The property with that value in place of the one it holds. What else the property holds stays. */
  write(property: unknown, wanted: PolicyValue, today: string): unknown;
  /** What of the property is not ours to change. */
  others(property: unknown): unknown;
};

export const forms = {
  plain,
  verbatim,
  consentGrants,
  membership,
  reviewers,
  bannedWords,
  signInContext,
  campaign,
  secretLifetime,
  certificateLifetime,
  idleTimeout,
} as const satisfies Record<string, Form>;

export type FormName = keyof typeof forms;

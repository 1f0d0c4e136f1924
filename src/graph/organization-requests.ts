import { type GraphRequest, reading } from './requests.ts';

export const organizationReads = {
  /** Id and name are all that is asked for, so that reading users is enough of a permission. */
  organization: reading('/organization?$select=id,displayName', 'User.Read.All'),
} as const satisfies Record<string, GraphRequest>;

import { type GraphRequest, reading } from './requests.ts';

export const changeReads = {
  directoryAudits: reading('/auditLogs/directoryAudits?{query}', 'AuditLog.Read.All'),
} as const satisfies Record<string, GraphRequest>;

/** How the audit log calls a change of each document. SharePoint keeps no record there. */
const activities: Readonly<Record<string, readonly string[]>> = {
  '/policies/authorizationPolicy': ['Update authorization policy'],
  '/policies/identitySecurityDefaultsEnforcementPolicy': ['Update security defaults'],
  '/policies/adminConsentRequestPolicy': ['Add policy', 'Update policy'],
  '/policies/authenticationMethodsPolicy': [
    'Authentication Methods Policy Update',
    'Authentication Methods Policy Reset',
  ],
  '/policies/deviceRegistrationPolicy': ['Set device registration policies'],
  '/policies/authenticationFlowsPolicy': ['Update authentication flows policy'],
  '/policies/defaultAppManagementPolicy': ['Add policy', 'Update policy'],
  '/policies/activityBasedTimeoutPolicies': ['Add policy', 'Update policy', 'Delete policy'],
  '/domains': ['Set password policy', 'Update domain'],
  '/groupSettings': [
    'Create group settings',
    'Update group settings',
    'Delete group settings',
    'Create company settings',
    'Update company settings',
    'Delete company settings',
  ],
};

/** The newest changes of a document, as a query; undefined when the log has no name for them. */
export function changesOf(document: string, since: number): string | undefined {
  const names = activities[document];
  if (!names) return undefined;
  const from = new Date(since).toISOString().replace(/\.\d+Z$/, 'Z');
  const named = names.map((name) => `activityDisplayName eq '${name}'`).join(' or ');
  const filter = `activityDateTime ge ${from} and (${named})`;
  return `$filter=${encodeURIComponent(filter)}&$orderby=activityDateTime%20desc&$top=50`;
}

import { reading } from './requests.ts';

const riskyUserFields = [
  'id',
  'userPrincipalName',
  'userDisplayName',
  'riskLevel',
  'riskState',
  'riskDetail',
  'riskLastUpdatedDateTime',
  'isDeleted',
  'isProcessing',
].join(',');

export const signalReads = {
  riskyUsers: reading('/identityProtection/riskyUsers?{query}', 'IdentityRiskyUser.Read.All'),
  riskyUser: reading(`/identityProtection/riskyUsers/{id}?$select=${riskyUserFields}`, 'IdentityRiskyUser.Read.All'),
  riskDetections: reading('/identityProtection/riskDetections?{query}', 'IdentityRiskEvent.Read.All'),
  securityAlerts: reading('/security/alerts_v2?{query}', 'SecurityAlert.Read.All'),
};

/** A page of what matches, as a query. `$orderby` is not offered by these services. */
export function matching(filter: string, top = 100): string {
  return `$filter=${encodeURIComponent(filter)}&$top=${top}`;
}

export function riskyUsersMatching(filter: string, top?: number): string {
  return `${matching(filter, top)}&$select=${riskyUserFields}`;
}

import type { JsonObject } from '../json.ts';
import { userAtMediumRisk, userAtRisk } from './contoso-users.ts';
import { newAlert, newDetection, newRiskyUser } from './risk-objects.ts';

const minute = 60_000;

type RiskyUser = typeof userAtRisk | typeof userAtMediumRisk;

/** One user at high risk with three detections and an alert, one at medium risk. */
export function contosoRisk(tenantId: string, now: number): JsonObject {
  const ago = (minutes: number) => new Date(now - minutes * minute).toISOString();
  return {
    '/identityProtection/riskyUsers': [
      newRiskyUser(userAtRisk, { riskLevel: 'high' }, ago(14)),
      newRiskyUser(userAtMediumRisk, { riskLevel: 'medium' }, ago(26 * 60)),
    ],
    '/identityProtection/riskDetections': [
      detection(1, userAtRisk, ago(52), 'anonymizedIPAddress', place('185.220.101.4', 'Berlin', 'DE')),
      detection(2, userAtRisk, ago(31), 'unfamiliarFeatures', place('45.83.64.12', 'Lagos', 'NG')),
      detection(3, userAtRisk, ago(14), 'leakedCredentials', leaked),
      detection(4, userAtMediumRisk, ago(26 * 60), 'unlikelyTravel', place('91.198.174.2', 'Oslo', 'NO')),
    ],
    '/security/alerts_v2': [anonymousAddressAlert(userAtRisk, tenantId, ago(50), ago(14))],
  };
}

function place(ipAddress: string, city: string, countryOrRegion: string): JsonObject {
  return { riskLevel: 'medium', ipAddress, location: { city, state: null, countryOrRegion, geoCoordinates: null } };
}

const nowhere = { city: null, state: null, countryOrRegion: null, geoCoordinates: null };
const leaked = {
  riskLevel: 'high',
  ipAddress: null,
  location: nowhere,
  detectionTimingType: 'offline',
  activity: 'user',
};

function detection(number: number, user: RiskyUser, at: string, riskEventType: string, rest: JsonObject): JsonObject {
  const id = `6a5f0b9c3d2e4718${'0'.repeat(47)}${number}`;
  const requestId = `c0ffee00-0000-4000-8000-00000000000${number}`;
  return newDetection(user, { id, requestId, correlationId: requestId, riskEventType, ...rest }, at);
}

function anonymousAddressAlert(user: RiskyUser, tenantId: string, created: string, updated: string): JsonObject {
  const fields = {
    id: 'da637551227677560813_-961444813',
    incidentId: '28282',
    serviceSource: 'azureAdIdentityProtection',
    detectionSource: 'azureAdIdentityProtection',
    productName: 'Microsoft Entra ID Protection',
    detectorId: 'AnonymousLogin',
    title: 'Anonymous IP address',
    description: 'Sign-in from an anonymous IP address.',
    mitreTechniques: ['T1078'],
    lastUpdateDateTime: updated,
    lastActivityDateTime: updated,
    evidence: [userEvidence(user, created)],
  };
  return newAlert(tenantId, fields, created);
}

function userEvidence(user: RiskyUser, createdDateTime: string): JsonObject {
  const { id: azureAdUserId, userPrincipalName, displayName } = user;
  return {
    '@odata.type': '#microsoft.graph.security.userEvidence',
    createdDateTime,
    verdict: 'suspicious',
    remediationStatus: 'none',
    roles: ['compromised'],
    userAccount: { accountName: userPrincipalName.split('@')[0], azureAdUserId, userPrincipalName, displayName },
  };
}

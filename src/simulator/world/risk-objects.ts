import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../json.ts';

/** The three kinds of objects Microsoft's detections make; what `fields` does not say has the usual value. */
export function newRiskyUser(user: JsonObject, fields: JsonObject, at: string): JsonObject {
  return {
    id: user['id'],
    userPrincipalName: user['userPrincipalName'],
    userDisplayName: user['displayName'],
    riskLevel: 'high',
    riskState: 'atRisk',
    riskDetail: 'none',
    riskLastUpdatedDateTime: at,
    isDeleted: false,
    isProcessing: false,
    ...fields,
  };
}

const usualDetection = {
  riskEventType: 'unfamiliarFeatures',
  riskLevel: 'high',
  riskState: 'atRisk',
  riskDetail: 'none',
  source: 'IdentityProtection',
  detectionTimingType: 'realtime',
  activity: 'signin',
  tokenIssuerType: 'AzureAD',
  ipAddress: '203.0.113.42',
  location: { city: 'Oslo', state: null, countryOrRegion: 'NO', geoCoordinates: null },
};

export function newDetection(user: JsonObject, fields: JsonObject, at: string): JsonObject {
  return {
    id: randomUUID().replaceAll('-', ''),
    requestId: randomUUID(),
    correlationId: randomUUID(),
    ...usualDetection,
    activityDateTime: at,
    detectedDateTime: at,
    lastUpdatedDateTime: at,
    userId: user['id'],
    userDisplayName: user['displayName'],
    userPrincipalName: user['userPrincipalName'],
    additionalInfo: '[]',
    ...fields,
  };
}

const usualAlert = {
  status: 'new',
  severity: 'high',
  classification: null,
  determination: null,
  serviceSource: 'microsoft365Defender',
  detectionSource: 'microsoft365Defender',
  productName: 'Microsoft Defender XDR',
  detectorId: 'SimulatedDetector',
  title: 'Suspicious activity',
  description: 'Suspicious activity was detected.',
  category: 'InitialAccess',
  categories: ['InitialAccess'],
  recommendedActions: '',
  mitreTechniques: [],
  resolvedDateTime: null,
  assignedTo: null,
  actorDisplayName: null,
  threatDisplayName: null,
  evidence: [],
};

export function newAlert(tenantId: string, fields: JsonObject, at: string): JsonObject {
  const id = typeof fields['id'] === 'string' ? fields['id'] : `da${randomUUID().replaceAll('-', '')}_1`;
  const incidentId = String(fields['incidentId'] ?? '30001');
  return {
    '@odata.type': '#microsoft.graph.security.alert',
    id,
    providerAlertId: id,
    incidentId,
    ...usualAlert,
    alertWebUrl: `https://security.microsoft.com/alerts/${encodeURIComponent(id)}?tid=${tenantId}`,
    incidentWebUrl: `https://security.microsoft.com/incidents/${encodeURIComponent(incidentId)}?tid=${tenantId}`,
    createdDateTime: at,
    lastUpdateDateTime: at,
    firstActivityDateTime: at,
    lastActivityDateTime: at,
    tenantId,
    ...fields,
  };
}

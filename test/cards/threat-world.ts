import type { GraphRefusal, Reading } from '../../src/core/graph-answers.ts';
import type { UserOperation, UserVerb } from '../../src/core/operations/operation.ts';
import type { Threats } from '../../src/core/signals/read-threats.ts';
import type { Listing, RiskDetection, RiskyUser, SecurityAlert } from '../../src/core/signals/signal-port.ts';
import type { UserThreats } from '../../src/core/users/read-user.ts';
import type { DirectoryUser } from '../../src/core/users/user-port.ts';
import { contoso, isaiah, now } from './world.ts';

const minute = 60_000;
export const adeleId = '0f3c1a70-3b5d-4e19-9c64-a1d7b20e5f31';

export function user(facts: Partial<DirectoryUser> = {}): DirectoryUser {
  return {
    id: adeleId,
    userPrincipalName: 'adelev@contoso.com',
    displayName: 'Adele Vance',
    accountEnabled: true,
    guest: false,
    synced: false,
    restricted: false,
    sessionsValidFrom: '2026-11-01T08:00:00Z',
    ...facts,
  };
}

export function riskyUser(facts: Partial<RiskyUser> = {}): RiskyUser {
  return {
    id: adeleId,
    userPrincipalName: 'adelev@contoso.com',
    userDisplayName: 'Adele Vance',
    riskLevel: 'high',
    riskState: 'atRisk',
    riskDetail: 'none',
    riskLastUpdatedDateTime: '2026-11-22T08:02:00.1234567Z',
    isDeleted: false,
    ...facts,
  };
}

export function detection(facts: Partial<RiskDetection> = {}): RiskDetection {
  return {
    id: 'd1',
    riskEventType: 'leakedCredentials',
    riskLevel: 'high',
    riskState: 'atRisk',
    riskDetail: 'none',
    source: 'IdentityProtection',
    detectionTimingType: 'offline',
    activity: 'signin',
    ipAddress: '185.220.101.4',
    location: { city: 'Lagos', state: null, countryOrRegion: 'NG' },
    activityDateTime: '2026-11-22T7:58:00Z',
    detectedDateTime: '2026-11-22T07:58:00Z',
    lastUpdatedDateTime: null,
    userId: adeleId,
    userDisplayName: 'Adele Vance',
    userPrincipalName: 'adelev@contoso.com',
    ...facts,
  };
}

export function alert(facts: Partial<SecurityAlert> = {}): SecurityAlert {
  return {
    id: 'a1',
    incidentId: null,
    status: 'new',
    severity: 'high',
    serviceSource: 'microsoftDefenderForEndpoint',
    detectionSource: 'antivirus',
    title: 'Suspicious inbox rule',
    description: null,
    categories: [],
    alertWebUrl: null,
    createdDateTime: '2026-11-22T08:00:00Z',
    lastUpdateDateTime: null,
    users: [{ id: adeleId, userPrincipalName: null }],
    ...facts,
  };
}

export function listed<T>(...items: T[]): Reading<Listing<T>> {
  return { status: 'ok', value: { items, truncated: false } };
}

export function unreadSource(status: GraphRefusal['status']): {
  status: GraphRefusal['status'];
  refusal: GraphRefusal;
} {
  return { status, refusal: { status, reason: 'permissionMissing', needsReconsent: status === 'needsConsent' } };
}

export function threats(facts: Partial<Threats> = {}): Threats {
  return {
    connection: contoso,
    readAt: now,
    riskyUsers: listed(riskyUser()),
    riskDetections: listed(detection()),
    securityAlerts: unreadSource('notLicensed'),
    ...facts,
  };
}

export function userThreats(facts: Partial<UserThreats> = {}): UserThreats {
  return {
    connection: contoso,
    user: user(),
    risk: { status: 'ok', value: riskyUser() },
    detections: listed(detection()),
    alerts: listed(alert()),
    roles: { status: 'ok', value: [] },
    isProtected: false,
    mayRateRisk: true,
    ...facts,
  };
}

/** Asked for a moment ago. */
export function userOperation(verb: UserVerb = 'contain', facts: Partial<UserOperation> = {}): UserOperation {
  const { id, tenantId, name } = contoso;
  return {
    id: 'op_01JDG6T9M4',
    organization: 'org_1',
    verb,
    connection: { id, tenantId, name },
    target: { kind: 'user', id: adeleId, label: 'adelev@contoso.com' },
    requestedBy: isaiah,
    via: { channel: 'chat', conversation: 'a:1' },
    state: 'proposed',
    createdAt: now - minute,
    expiresAt: now + 9 * minute,
    steps: [],
    interrupted: false,
    ...facts,
  };
}

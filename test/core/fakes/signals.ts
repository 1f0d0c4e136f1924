import type { Reading } from '../../../src/core/graph-answers.ts';
import type { Runtime } from '../../../src/core/runtime.ts';
import type {
  Listing,
  RiskDetection,
  RiskyUser,
  SecurityAlert,
  SignalPort,
} from '../../../src/core/signals/signal-port.ts';

export type FakeSignals = SignalPort & {
  riskyUsers: Reading<Listing<RiskyUser>>;
  riskDetections: Reading<Listing<RiskDetection>>;
  securityAlerts: Reading<Listing<SecurityAlert>>;
  /** Whether each reading was asked for afresh. */
  asked: boolean[];
};

export function listing<T>(...items: T[]): Reading<Listing<T>> {
  return { status: 'ok', value: { items, truncated: false } };
}

/** Sources that answer, with nothing in them until the test puts it there. */
export function fakeSignals(runtime: Pick<Runtime, 'now'>, riskStateOf = (_id: string) => ''): FakeSignals {
  const fake: FakeSignals = {
    riskyUsers: listing(),
    riskDetections: listing(),
    securityAlerts: listing(),
    asked: [],
    async readAll(_connection, fresh) {
      fake.asked.push(fresh);
      const { riskyUsers, riskDetections, securityAlerts } = fake;
      return { readAt: runtime.now(), riskyUsers, riskDetections, securityAlerts };
    },
    readChanged: (connection) => fake.readAll(connection, true),
    async readRiskyUser(_connection, userId) {
      if (fake.riskyUsers.status !== 'ok') return fake.riskyUsers;
      const found = fake.riskyUsers.value.items.find(({ id }) => id === userId);
      const riskState = riskStateOf(userId) || found?.riskState;
      return {
        status: 'ok',
        value: riskState ? riskyUser('somebody', { ...found, id: userId, riskState }) : undefined,
      };
    },
    readDetectionsOf: async (_connection, userId) =>
      fake.riskDetections.status === 'ok'
        ? listing(...fake.riskDetections.value.items.filter((one) => one.userId === userId))
        : fake.riskDetections,
  };
  return fake;
}

export function riskyUser(name: string, facts: Partial<RiskyUser> = {}): RiskyUser {
  return {
    id: `id-${name}`,
    userPrincipalName: `${name}@contoso.com`,
    userDisplayName: name,
    riskLevel: 'high',
    riskState: 'atRisk',
    riskDetail: 'none',
    riskLastUpdatedDateTime: '2026-11-22T05:00:00Z',
    isDeleted: false,
    ...facts,
  };
}

export function detection(id: string, userId: string, detectedDateTime: string | null): RiskDetection {
  return {
    id,
    riskEventType: 'anonymizedIPAddress',
    riskLevel: 'high',
    riskState: 'atRisk',
    riskDetail: 'none',
    source: 'IdentityProtection',
    detectionTimingType: 'realtime',
    activity: 'signin',
    ipAddress: null,
    location: null,
    activityDateTime: null,
    detectedDateTime,
    lastUpdatedDateTime: null,
    userId,
    userDisplayName: '',
    userPrincipalName: '',
  };
}

export function alert(id: string, createdDateTime: string | null, users: SecurityAlert['users'] = []): SecurityAlert {
  return {
    id,
    incidentId: null,
    status: 'new',
    severity: 'high',
    serviceSource: 'azureAdIdentityProtection',
    detectionSource: 'azureAdIdentityProtection',
    title: id,
    description: null,
    categories: [],
    alertWebUrl: null,
    createdDateTime,
    lastUpdateDateTime: null,
    users,
  };
}

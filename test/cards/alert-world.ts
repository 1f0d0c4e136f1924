import type { Alert, AlertNote, Finding } from '../../src/core/alerts/alert.ts';
import type { Subscription } from '../../src/core/alerts/subscription.ts';
import type { Conversation } from '../../src/core/chat.ts';
import { adeleId } from './threat-world.ts';
import { contoso, now } from './world.ts';

const minute = 60_000;

export const sources = { riskyUsers: 'ok', riskDetections: 'ok', securityAlerts: 'notLicensed' } as const;

export function finding(facts: Partial<Finding> = {}): Finding {
  return {
    kind: 'detection',
    id: 'd1',
    at: now - 16 * minute,
    level: 'high',
    what: 'leakedCredentials',
    where: 'Lagos, NG',
    source: 'IdentityProtection',
    ...facts,
  };
}

const { id, tenantId, name } = contoso;

/** A user at high risk, seen 12 minutes ago; nobody did anything yet. */
export function alert(facts: Partial<Alert> = {}): Alert {
  const openedAt = now - 12 * minute;
  return {
    id: 'alert_01jdg6t9m3',
    organization: contoso.organization,
    connection: { id, tenantId, name },
    about: { kind: 'user', id: adeleId, name: 'Adele Vance', userPrincipalName: 'adelev@contoso.com' },
    level: 'high',
    riskLevel: 'high',
    riskState: 'atRisk',
    riskDetail: 'none',
    openedAt,
    updatedAt: openedAt,
    changedAt: openedAt,
    findings: [
      finding(),
      finding({ id: 'd2', at: now - 25 * minute, what: 'unlikelyTravel', where: 'Oslo, NO' }),
      finding({ id: 'd3', at: now - 33 * minute, what: 'anonymizedIPAddress', where: '185.220.101.4' }),
    ],
    findingsTotal: 3,
    history: [{ kind: 'opened', at: openedAt, level: 'high' }],
    ...facts,
  };
}

export function securityAlert(facts: Partial<Alert> = {}): Alert {
  const url = 'https://security.microsoft.com/alerts/da1?tid=8f2c1a70';
  const { riskLevel: _level, riskState: _state, riskDetail: _detail, ...rest } = alert();
  const title = 'Ransomware activity on FIN-LAPTOP-07';
  return {
    ...rest,
    about: { kind: 'securityAlert', id: 'da1', title, users: [], url },
    findings: [finding({ kind: 'securityAlert', id: 'da1', what: title, source: 'microsoftDefenderForEndpoint' })],
    findingsTotal: 1,
    ...facts,
  };
}

export function regression(facts: Partial<Alert> = {}): Alert {
  const { riskLevel: _level, riskState: _state, riskDetail: _detail, ...rest } = alert();
  return {
    ...rest,
    about: { kind: 'policy', id: 'security_defaults', title: 'Security Defaults enabled' },
    findings: [
      finding({ kind: 'change', id: 'c1', what: 'On → Off', where: 'Dana Whitfield', source: 'directoryAudits' }),
    ],
    findingsTotal: 1,
    ...facts,
  };
}

/** Everything that can happen to an alert. */
export const everyNote: readonly AlertNote[] = [
  { kind: 'opened', at: now - 12 * minute, level: 'medium' },
  { kind: 'raised', at: now - 11 * minute, from: 'medium', to: 'high' },
  { kind: 'lowered', at: now - 10 * minute, from: 'high', to: 'medium' },
  { kind: 'found', at: now - 9 * minute, count: 1, what: 'leakedCredentials' },
  { kind: 'found', at: now - 9 * minute, count: 3, what: 'Suspicious inbox rule' },
  { kind: 'acknowledged', at: now - 8 * minute, by: 'Megan Bowen' },
  { kind: 'escalated', at: now - 7 * minute },
  { kind: 'snoozed', at: now - 6 * minute, by: 'Megan Bowen', until: now + 60 * minute, reason: 'Travelling' },
  { kind: 'snoozeBroken', at: now - 5 * minute },
  { kind: 'snoozeEnded', at: now - 5 * minute },
  { kind: 'handled', at: now - 4 * minute, by: 'Megan Bowen', verb: 'contain', operationId: 'op_1', status: 'partial' },
  { kind: 'closed', at: now - 3 * minute, how: 'remediated', detail: 'userPerformedSecuredPasswordReset' },
];

export const soc: Conversation = {
  id: '19:soc@thread.tacv2',
  organization: contoso.organization,
  tenantId,
  type: 'channel',
  serviceUrl: 'https://smba.trafficmanager.net/teams/',
  approved: true,
  operators: true,
  name: 'Contoso Security › SOC',
};

export function subscription(facts: Partial<Subscription> = {}): Subscription {
  return {
    organization: contoso.organization,
    conversationId: soc.id,
    connections: [contoso.id],
    levels: { riskyUsers: ['high', 'medium'], securityAlerts: ['high'], drift: true },
    zone: 'UTC',
    digestAt: '08:00',
    createdBy: { oid: 'a1f0c2d4-0b1e-4c6a-9a11-1f2e3d4c5b01', name: 'Megan Bowen' },
    createdAt: now - 60 * minute,
    ...facts,
  };
}

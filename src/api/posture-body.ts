import type { Posture, PostureRow } from '../core/posture.ts';

/** `data` of GET /tenants/me/policies, exactly as documented. */
export function postureBody({ connection, rows, conditionalAccess }: Posture) {
  return {
    aiPilotConnected: true,
    msTenantId: connection.tenantId,
    policies: [...rows.map(policyBody), conditionalAccessBody(conditionalAccess)],
  };
}

export const notConnectedBody = { aiPilotConnected: false };

function policyBody(row: PostureRow) {
  const { key, title, secure } = row.policy;
  if (row.status === 'ok') return { key, title, current: row.current, secure, compliant: row.compliant };
  return { key, title, current: null, secure, compliant: false, status: row.status };
}

function conditionalAccessBody(reading: Posture['conditionalAccess']) {
  const key = 'conditional_access_summary';
  if (reading.status !== 'ok') return { key, policies: null, enabled: null, status: reading.status };
  return { key, policies: reading.value.total, enabled: reading.value.enabled };
}

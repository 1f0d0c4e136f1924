import type { Reading } from '../core/graph-answers.ts';
import type { Threats } from '../core/signals/read-threats.ts';
import type { Listing, RiskyUser } from '../core/signals/signal-port.ts';

/** More nobody is handed at once. */
const most = 100;

/** `data` of GET /tenants/me/threats, exactly as documented. A source that could not be read is empty. */
export function threatsBody({ connection, riskyUsers, riskDetections, securityAlerts }: Threats) {
  return {
    aiPilotConnected: true,
    msTenantId: connection.tenantId,
    riskyUsers: itemsOf(riskyUsers).map(riskyUserBody),
    riskDetections: itemsOf(riskDetections),
    securityAlerts: itemsOf(securityAlerts),
    sources: {
      riskyUsers: riskyUsers.status,
      riskDetections: riskDetections.status,
      securityAlerts: securityAlerts.status,
    },
  };
}

function itemsOf<T>(reading: Reading<Listing<T>>): readonly T[] {
  return reading.status === 'ok' ? reading.value.items.slice(0, most) : [];
}

function riskyUserBody({ id, userPrincipalName, riskLevel }: RiskyUser) {
  return { id, userPrincipalName, riskLevel };
}

import { type Authorize, gates } from '../access.ts';
import type { Actor } from '../actors.ts';
import { type Connection, type Connections, findConnection } from '../connections.ts';
import type { Reading } from '../graph-answers.ts';
import type { Via } from '../journal.ts';
import { activeUsers, newestAlerts, newestDetections } from './active-risk.ts';
import type { SignalPort, SignalsReading } from './signal-port.ts';

/** The identity-risk signals of one tenant: users with active risk only, everything newest first. */
export type Threats = SignalsReading & { connection: Connection };

export type ThreatsQuestion = { connectionId?: string; fresh?: boolean };

export type ReadThreats = (actor: Actor, via: Via, question?: ThreatsQuestion) => Promise<Threats | undefined>;

export type ThreatPorts = { authorize: Authorize; connections: Connections; signals: SignalPort };

/** Undefined when no tenant is connected in AI Pilot mode. */
export function threatsReader({ authorize, connections, signals }: ThreatPorts): ReadThreats {
  return async function readThreats(actor, via, { connectionId, fresh = false } = {}) {
    await authorize(actor, gates.readThreats, via, connectionId);
    const connection = await findConnection(connections, actor, connectionId);
    return connection && judged(connection, await signals.readAll(connection, fresh));
  };
}

function judged(connection: Connection, { readAt, riskyUsers, riskDetections, securityAlerts }: SignalsReading) {
  return {
    connection,
    readAt,
    riskyUsers: where(riskyUsers, activeUsers),
    riskDetections: where(riskDetections, newestDetections),
    securityAlerts: where(securityAlerts, newestAlerts),
  };
}

export function where<From, To>(reading: Reading<From>, judge: (value: From) => To): Reading<To> {
  return reading.status === 'ok' ? { status: 'ok', value: judge(reading.value) } : reading;
}

import type { SourceStates } from '../core/alerts/alert-store.ts';
import type { Reading } from '../core/graph-answers.ts';
import type { SignalsReading } from '../core/signals/signal-port.ts';

const status = {
  unread: () => 'not read yet',
  ok: () => 'OK',
  needsConsent: () => 'needs consent',
  notLicensed: (product: string) => `not licensed (${product})`,
  error: () => 'could not be read, try again',
} as const;

/** How each source of signals answered. What is not OK may hide something, and the line says so. */
export function sourcesLine({ riskyUsers, riskDetections, securityAlerts }: SignalsReading): string {
  return sourceStatesLine({
    riskyUsers: riskyUsers.status,
    riskDetections: riskDetections.status,
    securityAlerts: securityAlerts.status,
  });
}

export function sourceStatesLine(states: SourceStates): string {
  return `Sources: ${parts(states)
    .map(({ text }) => text)
    .join(' · ')}.`;
}

/** The sources that may hide something; empty when all were read. */
export function unreadSources(states: SourceStates): string {
  const unread = parts(states).filter(({ state }) => state !== 'ok');
  return unread.map(({ text }) => text).join(' · ');
}

function parts({ riskyUsers, riskDetections, securityAlerts }: SourceStates) {
  return [
    part('risky users', 'Entra ID P2', riskyUsers),
    part('detections', 'Entra ID P1 or P2', riskDetections),
    part('security alerts', 'Defender', securityAlerts),
  ];
}

function part(what: string, product: string, state: keyof typeof status = 'unread') {
  return { state, text: `${what} ${status[state](product)}` };
}

export function word(reading: Reading<unknown>, product: string): string {
  return status[reading.status](product);
}

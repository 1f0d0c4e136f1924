import type { Reading } from '../core/graph-answers.ts';
import type { SignalsReading } from '../core/signals/signal-port.ts';

const status = {
  ok: () => 'OK',
  needsConsent: () => 'needs consent',
  notLicensed: (product: string) => `not licensed (${product})`,
  error: () => 'could not be read, try again',
} as const;

/** How each source of signals answered. What is not OK may hide something, and the line says so. */
export function sourcesLine({ riskyUsers, riskDetections, securityAlerts }: SignalsReading): string {
  const parts = [
    `risky users ${word(riskyUsers, 'Entra ID P2')}`,
    `detections ${word(riskDetections, 'Entra ID P1 or P2')}`,
    `security alerts ${word(securityAlerts, 'Defender')}`,
  ];
  return `Sources: ${parts.join(' · ')}.`;
}

export function word(reading: Reading<unknown>, product: string): string {
  return status[reading.status](product);
}

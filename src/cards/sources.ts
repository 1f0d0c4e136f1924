import type { SourceStates } from '../core/alerts/alert-store.ts';
import type { SourceStatus } from '../core/graph-answers.ts';
import type { SignalsReading } from '../core/signals/signal-port.ts';

type State = SourceStatus | 'unread';

/** After the name of a source, in a line of all three. */
const notes = {
  unread: () => 'not read yet',
  ok: () => 'OK',
  needsConsent: () => 'need consent',
  notLicensed: (product: string) => `not licensed (${product})`,
  error: () => 'could not be read, try again',
} as const satisfies Record<State, (product: string) => string>;

/** Of reading a source, in a sentence. */
const reasons = {
  unread: () => 'has not happened yet',
  needsConsent: () => 'needs consent',
  notLicensed: (product: string) => `is not licensed (${product})`,
  error: () => 'failed',
} as const satisfies Record<Exclude<State, 'ok'>, (product: string) => string>;

/** How each source of signals answered. What is not OK may hide something, and the line says so. */
export function sourcesLine({ riskyUsers, riskDetections, securityAlerts }: SignalsReading): string {
  return sourceStatesLine({
    riskyUsers: riskyUsers.status,
    riskDetections: riskDetections.status,
    securityAlerts: securityAlerts.status,
  });
}

export function sourceStatesLine(states: SourceStates): string {
  const parts = sourcesOf(states).map(({ what, product, state }) => `${what} ${notes[state](product)}`);
  return `Sources: ${parts.join(' · ')}.`;
}

/** Why the sources that may hide something do; empty when all were read. */
export function unreadSources(states: SourceStates): string {
  return sourcesOf(states)
    .flatMap(({ what, product, state }) => (state === 'ok' ? [] : [reasonOf(what, state, product)]))
    .join('; ');
}

/** "Reading risky users needs consent." */
export function whyUnread(what: string, state: Exclude<SourceStatus, 'ok'>, product: string): string {
  return `${reasonOf(what, state, product)}.${state === 'error' ? ' Try again.' : ''}`;
}

function reasonOf(what: string, state: Exclude<State, 'ok'>, product: string): string {
  return `reading ${what} ${reasons[state](product)}`;
}

function sourcesOf({ riskyUsers, riskDetections, securityAlerts }: SourceStates) {
  return [
    source('risky users', 'Entra ID P2', riskyUsers),
    source('detections', 'Entra ID P1 or P2', riskDetections),
    source('security alerts', 'Defender', securityAlerts),
  ];
}

function source(what: string, product: string, state: State = 'unread') {
  return { what, product, state };
}

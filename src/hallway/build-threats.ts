import type { Authorize } from '../core/access.ts';
import type { Connections } from '../core/connections.ts';
import { containVerbs } from '../core/containment/contain.ts';
import { containWork } from '../core/containment/contain-work.ts';
import { lastActs } from '../core/containment/last-act.ts';
import type { Protection } from '../core/containment/protection.ts';
import { rateRiskVerbs } from '../core/containment/rate-risk.ts';
import { releaseVerbs } from '../core/containment/release.ts';
import { releaseWork } from '../core/containment/release-work.ts';
import { riskWork } from '../core/containment/risk-work.ts';
import type { Journal } from '../core/journal.ts';
import type { Engine } from '../core/operations/engine.ts';
import type { OperationStore } from '../core/operations/operation-store.ts';
import type { Presses } from '../core/operations/press.ts';
import type { Runtime } from '../core/runtime.ts';
import { threatsReader } from '../core/signals/read-threats.ts';
import type { SignalPort } from '../core/signals/signal-port.ts';
import { userReader } from '../core/users/read-user.ts';
import { sharingFinds } from '../core/users/sharing-finds.ts';
import type { UserPort } from '../core/users/user-port.ts';

export type ThreatParts = {
  users: UserPort;
  signals: SignalPort;
  protection: Protection;
  store: OperationStore;
  runtime: Runtime;
};

/** What the engine does to users. */
export function threatWorks(parts: ThreatParts) {
  return {
    contain: containWork(parts),
    release: releaseWork(parts),
    confirmCompromised: riskWork(parts, 'confirmCompromised'),
    dismissRisk: riskWork(parts, 'dismissRisk'),
  };
}

export type ThreatVerbParts = ThreatParts & {
  authorize: Authorize;
  connections: Connections;
  journal: Journal;
  engine: Engine;
  presses: Presses;
  confirmTtlMs: number;
};

/** What a person or script may ask about threats and users. */
export function threatVerbs(parts: ThreatVerbParts) {
  // What is written is read once more, by the engine, for that write alone.
  const ports = { ...parts, users: sharingFinds(parts.users) };
  return {
    readThreats: threatsReader(ports),
    readUser: userReader(ports),
    lastActs: lastActs(ports.store),
    contain: containVerbs(ports),
    release: releaseVerbs(ports),
    rateRisk: rateRiskVerbs(ports),
  };
}

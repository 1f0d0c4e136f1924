import { type Access, authorizer } from './core/access.ts';
import { hardenVerbs, hardenWork } from './core/harden.ts';
import { type EnginePorts, operationEngine } from './core/operations/engine.ts';
import { operationHistory } from './core/operations/history.ts';
import { confirmationPresses } from './core/operations/press.ts';
import type { PolicyPort } from './core/policies/policy-port.ts';
import { postureReader } from './core/posture.ts';
import type { Runtime } from './core/runtime.ts';
import { undoVerbs, undoWork } from './core/undo.ts';
import type { Store } from './store/open.ts';

export type CoreParts = {
  store: Store;
  access: Access;
  policies: PolicyPort;
  runtime: Runtime;
  confirmTtlMs: number;
};

export type Core = ReturnType<typeof buildCore>;

/** Core's verbs on real ports. */
export function buildCore({ store, access, policies, runtime, confirmTtlMs }: CoreParts) {
  const { connections, journal, operations } = store;
  const authorize = authorizer(access, journal);
  const works = { harden: hardenWork(policies, runtime), undo: undoWork(policies, operations, runtime) };
  const enginePorts: EnginePorts = { store: operations, connections, authorize, works, runtime };
  const engine = operationEngine(enginePorts);
  const ports = { authorize, connections, policies, store: operations, engine, runtime, confirmTtlMs };
  return {
    engine,
    enginePorts,
    readPosture: postureReader(ports),
    harden: hardenVerbs(ports),
    undo: undoVerbs(ports),
    presses: confirmationPresses({ store: operations, journal, engine }),
    history: operationHistory({ authorize, access, store: operations }),
  };
}

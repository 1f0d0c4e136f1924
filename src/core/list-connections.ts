import { type Authorize, gates } from './access.ts';
import { type Actor, keyIdOf } from './actors.ts';
import { type Connection, type Connections, isPilot } from './connections.ts';
import type { Via } from './journal.ts';

export type ListedConnection = Connection & {
  /** Meant wherever no connection is named. */
  isDefault: boolean;
};

export type ListConnections = (actor: Actor, via: Via) => Promise<readonly ListedConnection[]>;

/** Every connection the actor may name, oldest first. */
export function connectionLister(ports: { authorize: Authorize; connections: Connections }): ListConnections {
  return async function listConnections(actor, via) {
    await ports.authorize(actor, gates.readConnections, via);
    const own = await ports.connections.list(actor.organization, keyIdOf(actor));
    const preferred = own.find(isPilot);
    return own.map((connection) => ({ ...connection, isDefault: connection === preferred }));
  };
}

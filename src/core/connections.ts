import type { Actor } from './actors.ts';
import { refuse } from './errors.ts';

/** A Microsoft 365 tenant that an organization has connected. */
export type Connection = {
  /** `conn_…` */
  id: string;
  organization: string;
  /** Entra tenant GUID, lower case: the target of every read and write through this connection. */
  tenantId: string;
  name: string;
  /** `aiPilot`: write roles are granted. */
  mode: 'aiPilot' | 'read';
  createdAt: number;
};

export type Connections = {
  /** Oldest first, of that organization only. */
  list(organization: string): Promise<readonly Connection[]>;
};

/** The AI Pilot connection meant: the named one, else the oldest. Undefined when there is none at all. */
export async function findConnection(
  connections: Connections,
  organization: string,
  wanted?: string,
): Promise<Connection | undefined> {
  const pilots = (await connections.list(organization)).filter((connection) => connection.mode === 'aiPilot');
  if (wanted === undefined) return pilots[0];
  return pilots.find(({ id }) => id === wanted) ?? refuseUnknown();
}

/** As {@link findConnection}, for a chat user who names a connection instead of giving its id. */
export async function findConnectionByName(connections: Connections, organization: string, name: string) {
  const named = (await connections.list(organization)).find(
    (connection) => connection.mode === 'aiPilot' && connection.name.toLowerCase() === name.toLowerCase(),
  );
  return named ?? refuseUnknown();
}

export async function requireConnection(connections: Connections, actor: Actor, wanted?: string): Promise<Connection> {
  return (
    (await findConnection(connections, actor.organization, wanted)) ??
    refuse(
      'not_connected',
      'No Microsoft 365 tenant is connected in AI Pilot mode. Ask a Bulwark admin to connect one.',
    )
  );
}

function refuseUnknown(): never {
  refuse('unknown_connection', 'There is no such connection. Check the connection id or name.');
}

import { type Actor, keyIdOf } from './actors.ts';
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
  /**
   * As of Microsoft's last answer: `degraded` misses permissions, `noAccess` gets no token. Absent: nobody has asked.
   */
  health?: 'ok' | 'degraded' | 'noAccess';
  /** App roles its admin consented to, as of the last token. */
  appRoles?: readonly string[];
  /** Name of the admin who connected it in chat. */
  connectedBy?: string;
  createdAt: number;
};

export type Connections = {
  /** Oldest first, of that organization only; `keyId` narrows to those the key was made for. */
  list(organization: string, keyId?: string): Promise<readonly Connection[]>;
  find(organization: string, id: string): Promise<Connection | undefined>;
};

export function isPilot({ mode }: Connection): boolean {
  return mode === 'aiPilot';
}

/** Oldest first, the AI Pilot connections that the actor may name. */
export async function listPilots(connections: Connections, actor: Actor): Promise<readonly Connection[]> {
  return (await listNameable(connections, actor)).filter(isPilot);
}

function listNameable(connections: Connections, actor: Actor): Promise<readonly Connection[]> {
  return connections.list(actor.organization, keyIdOf(actor));
}

/**
 * The AI Pilot connection meant: the named one, else the oldest, among those the actor may name. Undefined when there
 * is none, or the named one may only read.
 */
export async function findConnection(
  connections: Connections,
  actor: Actor,
  wanted?: string,
): Promise<Connection | undefined> {
  const nameable = await listNameable(connections, actor);
  if (wanted === undefined) return nameable.find(isPilot);
  const named = nameable.find(({ id }) => id === wanted) ?? refuseUnknown();
  return isPilot(named) ? named : undefined;
}

/** As {@link findConnection}, for a chat user who names a connection instead of giving its id. */
export async function findConnectionByName(connections: Connections, organization: string, name: string) {
  const named = (await connections.list(organization)).find(
    (connection) => connection.name.toLowerCase() === name.toLowerCase(),
  );
  return named ?? refuse('unknown_connection', 'No connection has this name. Write status to see their names.');
}

/** A connection of the organization in whatever mode it is, for whoever is to mend it. */
export async function findAnyConnection(
  connections: Connections,
  organization: string,
  id: string,
): Promise<Connection> {
  return (await connections.find(organization, id)) ?? refuseUnknown();
}

export async function requireConnection(connections: Connections, actor: Actor, wanted?: string): Promise<Connection> {
  return (
    (await findConnection(connections, actor, wanted)) ??
    refuse(
      'not_connected',
      'No Microsoft 365 tenant is connected in AI Pilot mode. Ask a Bulwark admin to connect one.',
    )
  );
}

function refuseUnknown(): never {
  refuse('unknown_connection', 'There is no such connection. Check the connection id or name.');
}

import { type Authorize, gates } from './access.ts';
import type { Person } from './actors.ts';
import { missingAppRoles } from './app-roles.ts';
import type { Connection, Connections } from './connections.ts';
import { isRefusal } from './errors.ts';
import type { Via } from './journal.ts';
import type { Posture, ReadPosture } from './posture.ts';

/** One part of the installation: whether it works now, and what to do when not. */
export type Part = { name: string; ok: boolean; fix?: string };

export type ConnectionState = {
  connection: Connection;
  /** App roles that were missing at the last look; undefined when nobody has looked. */
  missing?: readonly string[];
  /** What could be read of its settings just now; undefined when it was not asked for. */
  score?: Posture['score'];
};

export type Status = { version: string; parts: readonly Part[]; connections: readonly ConnectionState[] };

export type StatusPorts = {
  authorize: Authorize;
  connections: Connections;
  readPosture: ReadPosture;
  version: string;
  parts(): Promise<readonly Part[]>;
};

export type ReadStatus = (person: Person, via: Via) => Promise<Status>;

const mostRead = 5;

/** How the installation and its connections are. Each connection is really read, as far as the cache lets it. */
export function statusReader({ authorize, connections, readPosture, version, parts }: StatusPorts): ReadStatus {
  async function stateOf(person: Person, via: Via, connection: Connection): Promise<ConnectionState> {
    const { appRoles, mode, id } = connection;
    const missing = appRoles ? { missing: missingAppRoles(appRoles) } : {};
    if (mode !== 'aiPilot') return { connection, ...missing };
    const posture = await readPosture(person, via, { connectionId: id }).catch(nothingIfRefused);
    return { connection, ...missing, ...(posture ? { score: posture.score } : {}) };
  }

  return async function readStatus(person, via) {
    await authorize(person, gates.readStatus, via);
    const listed = await connections.list(person.organization);
    const states = listed.slice(0, mostRead).map((connection) => stateOf(person, via, connection));
    return { version, parts: await parts(), connections: await Promise.all(states) };
  };
}

function nothingIfRefused(thrown: unknown): undefined {
  if (!isRefusal(thrown)) throw thrown;
}

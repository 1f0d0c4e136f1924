import type { Actor } from '../actors.ts';
import { type Connection, type Connections, listPilots, requireConnection } from '../connections.ts';
import { refuse } from '../errors.ts';
import type { Reading } from '../graph-answers.ts';
import { refuseUnread } from '../unread.ts';

/** Which tenant is meant: a connection, or the tenant segment of an Azure AD Graph address. */
export type Where = { connectionId?: string } | { tenant: string };

export type DomainPort = {
  /** Names of the tenant's verified domains, lower case, never from a cache. */
  verifiedDomains(connection: Connection): Promise<Reading<readonly string[]>>;
};

export type TenantPorts = { connections: Connections; domains: DomainPort };

export type FindTenant = (actor: Actor, where: Where) => Promise<Connection>;

/**
 * Finds the connection that is meant among those the actor may use. A tenant segment is `myorganization` for the
 * default one, a tenant id, or a verified domain; whatever else it is, the answer is the same.
 */
export function tenantFinder(ports: TenantPorts): FindTenant {
  return async function findTenant(actor, where) {
    if (!('tenant' in where)) return requireConnection(ports.connections, actor, where.connectionId);
    const tenant = where.tenant.toLowerCase();
    if (tenant === 'myorganization') return requireConnection(ports.connections, actor);
    const usable = await listPilots(ports.connections, actor);
    return usable.find(({ tenantId }) => tenantId === tenant) ?? (await byDomain(ports.domains, usable, tenant));
  };
}

async function byDomain(domains: DomainPort, usable: readonly Connection[], domain: string): Promise<Connection> {
  if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(domain)) return refuseUnknownDomain();
  const readings = await Promise.all(usable.map((connection) => domains.verifiedDomains(connection)));
  const found = usable.find((_, at) => {
    const reading = readings[at];
    return reading?.status === 'ok' && reading.value.includes(domain);
  });
  if (found) return found;
  const unread = readings.find((reading) => reading.status !== 'ok');
  return unread ? refuseUnread(unread.refusal) : refuseUnknownDomain();
}

function refuseUnknownDomain(): never {
  refuse('unknown_connection', 'Invalid domain name in the request url.');
}

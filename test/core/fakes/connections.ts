import type { Connection, Connections } from '../../../src/core/connections.ts';
import { organization } from './access.ts';

export const tenantId = '22222222-2222-4222-8222-222222222222';

export function connection(id: string, facts: Partial<Connection> = {}): Connection {
  return { id, organization, tenantId, name: `Tenant of ${id}`, mode: 'aiPilot', createdAt: 0, ...facts };
}

export type FakeConnections = Connections & { all: Connection[] };

export function fakeConnections(...all: Connection[]): FakeConnections {
  return {
    all,
    list: async (of) =>
      all.filter((one) => one.organization === of).sort((one, other) => one.createdAt - other.createdAt),
  };
}

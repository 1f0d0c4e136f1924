import type { Connection, Connections } from '../../../src/core/connections.ts';
import { organization } from './access.ts';

export const tenantId = '22222222-2222-4222-8222-222222222222';

export function connection(id: string, facts: Partial<Connection> = {}): Connection {
  return { id, organization, tenantId, name: `Tenant of ${id}`, mode: 'aiPilot', createdAt: 0, ...facts };
}

export type FakeConnections = Connections & {
  all: Connection[];
  /** The connections a key was made for; undefined means all of its organization. */
  boundTo(keyId: string): readonly string[] | undefined;
};

export function fakeConnections(all: Connection[]): FakeConnections {
  const fake: FakeConnections = {
    all,
    boundTo: () => undefined,
    find: async (of, id) => all.find((one) => one.organization === of && one.id === id),
    list: async (of, keyId) => {
      const bound = keyId === undefined ? undefined : fake.boundTo(keyId);
      const own = all.filter((one) => one.organization === of && (bound?.includes(one.id) ?? true));
      return own.sort((one, other) => one.createdAt - other.createdAt);
    },
  };
  return fake;
}

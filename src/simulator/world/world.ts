import type { Bots } from '../chat/bots.ts';
import type { Messages } from '../chat/messages.ts';
import type { Faults } from '../control/faults.ts';
import type { RequestLog } from '../control/requests.ts';
import type { Signer } from '../keys.ts';
import type { Person } from './people.ts';
import type { Tenant } from './tenant.ts';

/** Everything the parts of one simulated world share. */
export type World = {
  /** `http://127.0.0.1:<port>`, known once the server listens. */
  origin: string;
  clock: () => number;
  homeTenantId: string;
  tenants: Map<string, Tenant>;
  loginKeys: Signer;
  channelKeys: Signer;
  faults: Faults;
  requests: RequestLog;
  messages: Messages;
  bots: Bots;
};

export function tenantOf(world: World, id: string): Tenant | undefined {
  return world.tenants.get(id.toLowerCase());
}

export function homeTenant(world: World): Tenant {
  const tenant = tenantOf(world, world.homeTenantId);
  if (!tenant) throw new Error('The home tenant is missing.');
  return tenant;
}

export function tenantIdOf(world: World, person: Person): string {
  return person.foreignTenantId ?? world.homeTenantId;
}

import { createBots } from '../chat/bots.ts';
import { createMessages } from '../chat/messages.ts';
import { createFaults } from '../control/faults.ts';
import { createRequestLog } from '../control/requests.ts';
import { createSigner } from '../keys.ts';
import { allRoles } from '../login/app-roles.ts';
import { contosoDocuments } from './contoso.ts';
import { defaultDocuments } from './defaults.ts';
import { loadDocuments } from './load-documents.ts';
import { contosoTenantId, fabrikamTenantId } from './people.ts';
import { createTenant, keepAsStart, type Tenant } from './tenant.ts';
import type { TenantFile } from './tenant-file.ts';
import type { World } from './world.ts';

export function createWorld(clock: () => number, file: TenantFile | null): World {
  const homeTenantId = file?.tenantId ?? contosoTenantId;
  const world: World = {
    origin: '',
    clock,
    homeTenantId,
    tenants: new Map([homeTenant(homeTenantId, clock()), foreignTenant()].map((tenant) => [tenant.id, tenant])),
    loginKeys: createSigner(clock),
    channelKeys: createSigner(clock),
    faults: createFaults(),
    requests: createRequestLog(),
    messages: createMessages(clock),
    bots: createBots(),
  };
  const home = world.tenants.get(homeTenantId);
  if (file && home) {
    loadDocuments(world, home, file.documents);
    keepAsStart(home);
  }
  return world;
}

function homeTenant(id: string, now: number): Tenant {
  return createTenant(id, contosoDocuments(id, now), allRoles);
}

/** Where the outsider lives; its admin never consented to anything. */
function foreignTenant(): Tenant {
  return createTenant(fabrikamTenantId, defaultDocuments(fabrikamTenantId, 'fabrikam.com', 'Fabrikam'), null);
}

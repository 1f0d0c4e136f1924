import type { Person } from '../actors.ts';
import { type Connections, findAnyConnection } from '../connections.ts';
import { refuse } from '../errors.ts';
import { isGuid } from '../guid.ts';
import type { ConsentPort } from './consent-port.ts';
import type { ConsentDraft } from './consent-request.ts';

/** Nothing means the home tenant. */
export type Wish = { typed?: string; connectionId?: string };

type Target = Pick<ConsentDraft, 'tenantId' | 'label' | 'connectionId'>;
type Ports = { connections: Connections; consent: Pick<ConsentPort, 'findTenant'> };

const domain = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;

export async function chooseTenant(ports: Ports, admin: Person, { typed, connectionId }: Wish): Promise<Target> {
  if (connectionId !== undefined) return connected(ports, admin, connectionId);
  const tenantId = typed ? await tenantNamed(ports, typed) : admin.tenantId;
  const known = (await ports.connections.list(admin.organization)).find((one) => one.tenantId === tenantId);
  return { tenantId, label: known?.name ?? typed ?? 'your tenant', ...(known ? { connectionId: known.id } : {}) };
}

async function connected({ connections }: Ports, { organization }: Person, id: string): Promise<Target> {
  const { tenantId, name } = await findAnyConnection(connections, organization, id);
  return { tenantId, label: name, connectionId: id };
}

async function tenantNamed({ consent }: Ports, typed: string): Promise<string> {
  if (isGuid(typed)) return typed.toLowerCase();
  if (!domain.test(typed)) {
    refuse('invalid_request', 'Name the tenant by a domain such as contoso.com, or by its tenant id.');
  }
  const reading = await consent.findTenant(typed.toLowerCase());
  if (reading.status !== 'ok') refuse('graph_failed', 'Microsoft did not say whose domain that is. Try again.');
  return reading.value ?? refuse('invalid_request', 'Microsoft knows no tenant with that domain. Check its spelling.');
}

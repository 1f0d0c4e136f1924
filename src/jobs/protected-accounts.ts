import type { Connections } from '../core/connections.ts';
import type { Protection } from '../core/containment/protection.ts';
import type { Organizations } from '../core/organizations.ts';

export type ProtectedAccountPorts = { connections: Connections; organizations: Organizations; protection: Protection };

/**
 * Looks the protected accounts up in every connected tenant that was not asked for an hour. `alarm` is told once of
 * each change in what no tenant knows: places in the list, from 1.
 */
export async function lookUpProtected(
  { connections, organizations, protection }: ProtectedAccountPorts,
  alarm: (entries: readonly number[]) => void,
): Promise<void> {
  const before = protection.unresolved();
  const lists = await Promise.all((await organizations.list()).map(({ id }) => connections.list(id)));
  await protection.refresh(lists.flat());
  const entries = protection.unresolved();
  if (entries.length > 0 && entries.join() !== before.join()) alarm(entries);
}

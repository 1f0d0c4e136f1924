import type { Person } from '../core/actors.ts';
import type { Desk } from './desk.ts';
import type { Turn } from './turn.ts';

/** The person behind an authenticated turn; undefined for senders that Microsoft Entra does not know. */
export function identify(desk: Pick<Desk, 'organizationOf'>, turn: Turn): Person | undefined {
  const { tenantId } = turn.conversation;
  const organization = desk.organizationOf(tenantId);
  if (!organization || !turn.from.aadObjectId) return undefined;
  return { kind: 'person', organization, tenantId, oid: turn.from.aadObjectId, name: turn.from.name ?? 'Unknown' };
}

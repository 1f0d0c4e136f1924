import type { ListedConnection } from '../core/list-connections.ts';
import { timestamp } from './timestamp.ts';

export function connectionBody(connection: ListedConnection) {
  const { id, name, tenantId, mode, health, isDefault, appRoles, connectedBy, createdAt } = connection;
  return {
    ...{ id, name, msTenantId: tenantId, mode, isDefault },
    health: health ?? null,
    appRoles: appRoles ?? null,
    connectedBy: connectedBy ?? null,
    connectedAt: timestamp(createdAt),
  };
}

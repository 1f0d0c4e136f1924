import type { Operation } from '../core/operations/operation.ts';

type Outcome = Pick<Operation, 'connection' | 'result'>;

/** `data` of POST /tenants/me/threats/contain, exactly as documented; `userId` as it was sent. */
export function containBody(userId: string, { connection, result }: Outcome) {
  const known = result?.kind === 'containment' ? result : undefined;
  return {
    userId,
    connectionId: connection.id,
    disabled: known?.disabled ?? false,
    sessionsRevoked: known?.sessionsRevoked ?? false,
    needsReconsent: known?.needsReconsent ?? false,
  };
}

export function releaseBody(userId: string, { connection, result }: Outcome) {
  const known = result?.kind === 'release' ? result : undefined;
  return {
    userId,
    connectionId: connection.id,
    enabled: known?.enabled ?? false,
    needsReconsent: known?.needsReconsent ?? false,
  };
}

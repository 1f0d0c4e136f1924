import { missingAppRoles } from './app-roles.ts';
import type { Connection } from './connections.ts';
import type { GraphRefusal } from './graph-answers.ts';

/** What an answer of Microsoft says of the trust between a tenant and Bulwark. */
export type ConnectionNews =
  /** A token was minted. */
  | { appRoles: readonly string[] }
  /** A token was refused, or a request was for want of a permission. */
  | { from: 'token' | 'graph'; refusal: GraphRefusal };

export type ConnectionStanding = Required<Pick<Connection, 'health'>> & Pick<Connection, 'appRoles'>;

/** Undefined: it says nothing, as a failure that passes by itself does. */
export function standingIn(news: ConnectionNews): ConnectionStanding | undefined {
  if ('appRoles' in news) return standingOf(news.appRoles);
  const { reason, needsReconsent } = news.refusal;
  if (passing.includes(reason)) return undefined;
  if (news.from === 'token' || reason === 'appNotConsented') return { health: 'noAccess' };
  return needsReconsent ? { health: 'degraded' } : undefined;
}

export function standingOf(appRoles: readonly string[]): ConnectionStanding {
  return { health: missingAppRoles(appRoles).length === 0 ? 'ok' : 'degraded', appRoles: appRoles.toSorted() };
}

const passing: readonly GraphRefusal['reason'][] = ['throttled', 'unavailable', 'badResponse'];

export type NoteStanding = (tenantId: string, standing: ConnectionStanding) => Promise<void>;

/**
 * Keeps the health of connections what the newest answer says. Of many refusals in a row one is enough: the next token
 * begins a new row. A note that cannot be taken is nobody's concern but `onLost`'s.
 */
export function healthWatch(note: NoteStanding, onLost: (thrown: unknown) => void) {
  const told = new Map<string, Connection['health']>();

  return function hear(tenantId: string, news: ConnectionNews): void {
    const standing = standingIn(news);
    if (!standing || ('refusal' in news && told.get(tenantId) === standing.health)) return;
    told.set(tenantId, standing.health);
    note(tenantId, standing).catch((thrown: unknown) => {
      told.delete(tenantId);
      onLost(thrown);
    });
  };
}

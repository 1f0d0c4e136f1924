import { writeAt } from '../world/tenant.ts';
import { type GraphAnswer, type GraphCall, type GraphRoute, notFound, staleUntil, withContext } from './call.ts';
import { userOf } from './user-lookup.ts';

export const userRoutes: readonly GraphRoute[] = [
  {
    method: 'POST',
    path: 'users/*/revokeSignInSessions',
    permissions: ['User.RevokeSessions.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All'],
    handle: revokeSignInSessions,
  },
];

function revokeSignInSessions(call: GraphCall): GraphAnswer {
  const user = userOf(call);
  if (!user) return notFound(call.segments[1] ?? '');
  const signInSessionsValidFromDateTime = momentAfter(user['signInSessionsValidFromDateTime'], call.now);
  writeAt(call.tenant, call.segments.slice(0, 2), { ...user, signInSessionsValidFromDateTime }, staleUntil(call));
  return { status: 200, body: withContext(call, 'Edm.Boolean', { value: true }) };
}

/** Graph keeps whole seconds here; a second revoke within one second must still be seen. */
function momentAfter(before: unknown, now: number): string {
  const second = Math.floor(now / 1000) * 1000;
  const earlier = Date.parse(String(before ?? '')) || 0;
  const moment = second > earlier ? second : earlier + 1000;
  return new Date(moment).toISOString().replace('.000Z', 'Z');
}

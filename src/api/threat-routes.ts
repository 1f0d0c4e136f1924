import { z } from 'zod/v4';
import type { Contain } from '../core/containment/contain.ts';
import type { Release } from '../core/containment/release.ts';
import type { ReadThreats } from '../core/signals/read-threats.ts';
import { containBody, releaseBody } from './contain-body.ts';
import { notConnectedBody } from './posture-body.ts';
import { type ApiRoute, connectionId, defined, readRoute, wantsFresh, writeRoute } from './route.ts';
import { threatsBody } from './threats-body.ts';

export type ThreatApiVerbs = { readThreats: ReadThreats; contain: Contain; release: Release };

const onUser = z.strictObject({ userId: z.string().min(1), connectionId });

export function threatRoutes(verbs: ThreatApiVerbs): readonly ApiRoute[] {
  return [
    readRoute({
      method: 'GET',
      path: '/tenants/me/threats',
      input: z.strictObject({ connectionId }),
      async read({ actor, via, input, request }) {
        const question = { fresh: wantsFresh(request), ...defined('connectionId', input.connectionId) };
        const threats = await verbs.readThreats(actor, via, question);
        return threats ? threatsBody(threats) : notConnectedBody;
      },
    }),
    writeRoute({
      method: 'POST',
      path: '/tenants/me/threats/contain',
      input: onUser,
      write: ({ actor, via, input }) => verbs.contain.now(actor, via, userQuestion(input)),
      data: (operation, { userId }) => containBody(userId, operation),
    }),
    writeRoute({
      method: 'POST',
      path: '/tenants/me/threats/release',
      input: onUser,
      write: ({ actor, via, input }) => verbs.release.now(actor, via, userQuestion(input)),
      data: (operation, { userId }) => releaseBody(userId, operation),
    }),
  ];
}

function userQuestion({ userId, connectionId }: z.infer<typeof onUser>) {
  return { user: userId, ...defined('connectionId', connectionId) };
}

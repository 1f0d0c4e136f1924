import { z } from 'zod/v4';
import type { Contain } from '../core/containment/contain.ts';
import type { Release } from '../core/containment/release.ts';
import type { ReadThreats } from '../core/signals/read-threats.ts';
import { containAnswer, releaseAnswer, threatsAnswer } from './answers.ts';
import { containBody, releaseBody } from './contain-body.ts';
import { notConnectedBody } from './posture-body.ts';
import { type ApiRoute, connectionId, defined, readRoute, wantsFresh, writeRoute } from './route.ts';
import { threatsBody } from './threats-body.ts';

export type ThreatApiVerbs = { readThreats: ReadThreats; contain: Contain; release: Release };

const onUser = z.strictObject({
  userId: z.string().min(1).meta({ description: 'An object id or a user principal name.' }),
  connectionId,
});

export function threatRoutes(verbs: ThreatApiVerbs): readonly ApiRoute[] {
  return [...readRoutes(verbs), ...writeRoutes(verbs)];
}

function readRoutes(verbs: ThreatApiVerbs): readonly ApiRoute[] {
  return [
    readRoute({
      method: 'GET',
      path: '/tenants/me/threats',
      summary:
        'Risky users, detections and security alerts, newest first, at most 100 each, with the state of each source.',
      scope: 'threats:read',
      answers: threatsAnswer,
      input: z.strictObject({ connectionId }),
      async read({ actor, via, input, request }) {
        const question = { fresh: wantsFresh(request), ...defined('connectionId', input.connectionId) };
        const threats = await verbs.readThreats(actor, via, question);
        return threats ? threatsBody(threats) : notConnectedBody;
      },
    }),
  ];
}

function writeRoutes(verbs: ThreatApiVerbs): readonly ApiRoute[] {
  return [
    writeRoute({
      method: 'POST',
      path: '/tenants/me/threats/contain',
      summary:
        'Contains a user, named by object id or user principal name: disables the account and ends its sessions.',
      scope: 'threats:contain',
      answers: containAnswer,
      input: onUser,
      write: ({ actor, via, input }) => verbs.contain.now(actor, via, userQuestion(input)),
      data: (operation, { userId }) => containBody(userId, operation),
    }),
    writeRoute({
      method: 'POST',
      path: '/tenants/me/threats/release',
      summary: 'Turns an account on again that Bulwark disabled.',
      scope: 'threats:contain',
      answers: releaseAnswer,
      input: onUser,
      write: ({ actor, via, input }) => verbs.release.now(actor, via, userQuestion(input)),
      data: (operation, { userId }) => releaseBody(userId, operation),
    }),
  ];
}

function userQuestion({ userId, connectionId }: z.infer<typeof onUser>) {
  return { user: userId, ...defined('connectionId', connectionId) };
}

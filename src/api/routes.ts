import { z } from 'zod/v4';
import type { Harden } from '../core/harden.ts';
import type { ListConnections } from '../core/list-connections.ts';
import type { History } from '../core/operations/history.ts';
import { isOnTokenPolicy, isOnUser, type Operation } from '../core/operations/operation.ts';
import type { ReadPosture } from '../core/posture.ts';
import type { Undo } from '../core/undo.ts';
import {
  connectionsAnswer,
  operationAnswer,
  operationsAnswer,
  postureAnswer,
  toggleAnswer,
  undoAnswer,
} from './answers.ts';
import { connectionBody } from './connection-body.ts';
import { releaseBody } from './contain-body.ts';
import { operationBody } from './operation-body.ts';
import { notConnectedBody, postureBody } from './posture-body.ts';
import { type ApiRoute, connectionId, defined, readRoute, wantsFresh, writeRoute } from './route.ts';
import { type ThreatApiVerbs, threatRoutes } from './threat-routes.ts';
import { toggleBody } from './toggle-body.ts';
import { tokenPolicyBody } from './token-policy-body.ts';

export type ApiVerbs = ThreatApiVerbs & {
  readPosture: ReadPosture;
  harden: Harden;
  undo: Undo;
  history: History;
  listConnections: ListConnections;
};

const nothing = z.strictObject({});

/** `input` answers what a guided setting asks; core knows what that is. */
const toggleInput = z.strictObject({
  key: z.string().min(1).max(100),
  connectionId,
  input: z.record(z.string(), z.unknown()).optional(),
  acknowledge: z.boolean().optional(),
});

/** A setting that asks only for agreement may have it beside the key as well. */
function answersIn({ input, acknowledge }: z.infer<typeof toggleInput>) {
  return acknowledge === undefined ? input : { ...input, acknowledge };
}

export function apiRoutes(verbs: ApiVerbs): readonly ApiRoute[] {
  return [...policyRoutes(verbs), ...threatRoutes(verbs), ...connectionRoutes(verbs), ...operationRoutes(verbs)];
}

function policyRoutes(verbs: ApiVerbs): readonly ApiRoute[] {
  return [
    readRoute({
      method: 'GET',
      path: '/tenants/me/policies',
      summary:
        'The posture: every setting, whether it is secure, and a summary of Conditional Access. `Cache-Control: no-cache` reads afresh.',
      scope: 'policies:read',
      answers: postureAnswer,
      input: z.strictObject({ connectionId }),
      async read({ actor, via, input, request }) {
        const fresh = wantsFresh(request);
        const posture = await verbs.readPosture(actor, via, { fresh, ...defined('connectionId', input.connectionId) });
        return posture ? postureBody(posture) : notConnectedBody;
      },
    }),
    writeRoute({
      method: 'POST',
      path: '/tenants/me/policies/toggle',
      summary:
        'Hardens one policy: sets it to its secure value and reads it back. A guided one takes its answers in `input`.',
      scope: 'policies:write',
      answers: toggleAnswer,
      input: toggleInput,
      write: ({ actor, via, input }) => verbs.harden.now(actor, via, input.key, input.connectionId, answersIn(input)),
      data: toggleBody,
    }),
  ];
}

function connectionRoutes(verbs: ApiVerbs): readonly ApiRoute[] {
  return [
    readRoute({
      method: 'GET',
      path: '/tenants/me/connections',
      summary: 'The connected tenants.',
      scope: 'any read scope',
      answers: connectionsAnswer,
      input: nothing,
      read: async ({ actor, via }) => ({
        connections: (await verbs.listConnections(actor, via)).map(connectionBody),
      }),
    }),
  ];
}

function operationRoutes(verbs: ApiVerbs): readonly ApiRoute[] {
  return [
    readRoute({
      method: 'GET',
      path: '/tenants/me/operations',
      summary: 'What was done, newest first.',
      scope: 'operations:read',
      answers: operationsAnswer,
      input: z.strictObject({ cursor: z.string().max(200).optional() }),
      async read({ actor, via, input }) {
        const { operations, cursor } = await verbs.history.list(actor, via, input.cursor);
        return { operations: operations.map(operationBody), cursor: cursor ?? null };
      },
    }),
    readRoute({
      method: 'GET',
      path: '/tenants/me/operations/:id',
      summary: 'One operation, also while it runs.',
      scope: 'operations:read',
      answers: operationAnswer,
      input: nothing,
      read: async ({ actor, via, request }) =>
        operationBody(await verbs.history.find(actor, via, request.params['id'] ?? '')),
    }),
    writeRoute({
      method: 'POST',
      path: '/tenants/me/operations/:id/undo',
      summary: 'Puts back what an operation changed, unless it was changed again since.',
      scope: 'that of the original',
      answers: undoAnswer,
      input: nothing.optional(),
      write: ({ actor, via, request }) => verbs.undo.now(actor, via, request.params['id'] ?? ''),
      data: undoBody,
    }),
  ];
}

/** As the verb that put it back answers by itself. */
function undoBody(operation: Operation) {
  if (isOnUser(operation)) return releaseBody(operation.target.id, operation);
  return isOnTokenPolicy(operation) ? tokenPolicyBody(operation) : toggleBody(operation);
}

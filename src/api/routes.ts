import { z } from 'zod/v4';
import type { KeyHolder } from '../core/actors.ts';
import type { Connections } from '../core/connections.ts';
import type { Harden } from '../core/harden.ts';
import type { Via } from '../core/journal.ts';
import type { History } from '../core/operations/history.ts';
import type { ReadPosture } from '../core/posture.ts';
import type { Undo } from '../core/undo.ts';
import type { HttpRequest, Route } from '../http/mount.ts';
import { awaitOutcome, type OutcomePorts } from './await-outcome.ts';
import { operationBody, operationSummary } from './operation-body.ts';
import { notConnectedBody, postureBody } from './posture-body.ts';
import { toggleBody } from './toggle-body.ts';

export type ApiVerbs = OutcomePorts & {
  readPosture: ReadPosture;
  harden: Harden;
  undo: Undo;
  history: History;
  connections: Connections;
};

/** A request that has passed authentication and whose input has the row's shape. */
export type Call<Input> = { actor: KeyHolder; via: Via; input: Input; request: HttpRequest };

export type Success = { data: unknown; operation?: unknown };

export type ApiRoute<Input = unknown> = {
  method: Route['method'];
  path: string;
  /** Of the query on GET, of the body otherwise. */
  input: z.ZodType<Input>;
  answer(call: Call<Input>): Promise<Success>;
};

const connectionId = z.string().max(200).optional();
const nothing = z.strictObject({});

function route<Input>(row: ApiRoute<Input>): ApiRoute {
  return row as ApiRoute;
}

export function apiRoutes(verbs: ApiVerbs): readonly ApiRoute[] {
  return [...policyRoutes(verbs), ...operationRoutes(verbs)];
}

function policyRoutes(verbs: ApiVerbs): readonly ApiRoute[] {
  return [
    route({
      method: 'GET',
      path: '/tenants/me/policies',
      input: z.strictObject({ connectionId }),
      async answer({ actor, via, input, request }) {
        const fresh = wantsFresh(request);
        const posture = await verbs.readPosture(actor, via, { fresh, ...defined('connectionId', input.connectionId) });
        return { data: posture ? postureBody(posture) : notConnectedBody };
      },
    }),
    route({
      method: 'POST',
      path: '/tenants/me/policies/toggle',
      input: z.strictObject({ key: z.string().min(1).max(100), connectionId }),
      async answer({ actor, via, input }) {
        const operation = await awaitOutcome(verbs, await verbs.harden.now(actor, via, input.key, input.connectionId));
        return { data: toggleBody(operation), operation: operationSummary(operation) };
      },
    }),
  ];
}

function operationRoutes(verbs: ApiVerbs): readonly ApiRoute[] {
  return [
    route({
      method: 'GET',
      path: '/tenants/me/operations',
      input: z.strictObject({ cursor: z.string().max(200).optional() }),
      async answer({ actor, via, input }) {
        const { operations, cursor } = await verbs.history.list(actor, via, input.cursor);
        return { data: { operations: operations.map(operationBody), cursor: cursor ?? null } };
      },
    }),
    route({
      method: 'GET',
      path: '/tenants/me/operations/:id',
      input: nothing,
      answer: async ({ actor, via, request }) => ({
        data: operationBody(await verbs.history.find(actor, via, request.params['id'] ?? '')),
      }),
    }),
    route({
      method: 'POST',
      path: '/tenants/me/operations/:id/undo',
      input: nothing.optional(),
      async answer({ actor, via, request }) {
        const operation = await awaitOutcome(verbs, await verbs.undo.now(actor, via, request.params['id'] ?? ''));
        return { data: toggleBody(operation), operation: operationSummary(operation) };
      },
    }),
  ];
}

/** `Cache-Control: no-cache` asks for what Graph says now. */
function wantsFresh({ headers }: HttpRequest): boolean {
  return /\bno-cache\b/i.test(headers['cache-control'] ?? '');
}

function defined<Name extends string>(name: Name, value: string | undefined) {
  return value === undefined ? {} : ({ [name]: value } as Record<Name, string>);
}

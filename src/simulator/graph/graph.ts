import { randomUUID } from 'node:crypto';
import { underFaults } from '../control/faults.ts';
import type { LoggedRequest } from '../control/requests.ts';
import { type Answer, bearerOf, type Incoming } from '../http.ts';
import { isObject, parseJson } from '../json.ts';
import type { Tenant } from '../world/tenant.ts';
import { tenantOf, type World } from '../world/world.ts';
import { badGraphRequest, type GraphAnswer, type GraphCall, graphError } from './call.ts';
import { answerGraph } from './router.ts';
import { answerBatch } from './run-batch.ts';
import { segmentsOf } from './segments.ts';

type Caller = { tenant: Tenant; roles: readonly string[] };
type Target = { method: string; url: string; headers: GraphCall['headers']; body: unknown };

/** Everything under `/v1.0`. */
export async function handleGraph(world: World, request: Incoming): Promise<Answer> {
  const url = `${request.path}${request.search}`.replace(/^\/v1\.0/, '');
  const body = parseJson(request.body);
  const caller = await callerOf(world, request);
  const entry = logged(world, request.method, url, body, caller);
  const answer = await underFaults(
    world.faults,
    { kind: 'graph', method: request.method, path: url },
    async (staleMs) => {
      if (!caller) return unauthenticated();
      if (body === undefined) return badGraphRequest('Unable to read JSON request payload.');
      if (url.split('?', 1)[0] === '/$batch')
        return answerBatch(world, body, entry, (item, stale) => answerOne(world, caller, item, stale));
      const headers = request.headers as GraphCall['headers'];
      return answerOne(world, caller, { method: request.method, url, headers, body }, staleMs);
    },
  );
  if (answer.drop) entry.dropped = answer.status === 0 ? 'before' : 'after';
  entry.status = answer.status;
  return withRequestIds(world, request, answer);
}

function logged(world: World, method: string, path: string, body: unknown, caller: Caller | null): LoggedRequest {
  const at = new Date(world.clock()).toISOString();
  const tenant = caller?.tenant.id ?? null;
  const entry: LoggedRequest = { at, kind: 'graph', tenant, method, path, body: body ?? null, status: 0 };
  world.requests.add(entry);
  return entry;
}

const graphAudiences = ['https://graph.microsoft.com', '00000003-0000-0000-c000-000000000000'];

async function callerOf(world: World, request: Incoming): Promise<Caller | null> {
  const claims = await world.loginKeys.verify(bearerOf(request.headers));
  const tenant = claims && tenantOf(world, String(claims['tid']));
  if (!tenant || !graphAudiences.includes(String(claims.aud))) return null;
  const roles = claims['roles'];
  return { tenant, roles: Array.isArray(roles) ? roles.map(String) : [] };
}

function unauthenticated(): GraphAnswer {
  return graphError(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.');
}

function answerOne(world: World, caller: Caller, target: Target, staleMs: number): GraphAnswer {
  const [path = '', search = ''] = target.url.split(/\?(.*)/s);
  const segments = segmentsOf(path);
  if (!segments) return badGraphRequest('The request URI is not valid.');
  const { method, headers, body } = target;
  const query = new URLSearchParams(search);
  return answerGraph({
    ...caller,
    method,
    segments,
    query,
    headers,
    body,
    origin: world.origin,
    now: world.clock(),
    staleMs,
  });
}

/** Every answer names the request; an error repeats the ids inside. */
function withRequestIds(world: World, request: Incoming, answer: Answer): Answer {
  const requestId = randomUUID();
  const clientRequestId = String(request.headers['client-request-id'] ?? requestId);
  const ids = { 'request-id': requestId, 'client-request-id': clientRequestId };
  const error = isObject(answer.body) && isObject(answer.body['error']) ? answer.body['error'] : undefined;
  const date = new Date(world.clock()).toISOString().slice(0, 19);
  const body = error && !error['innerError'] ? { error: { ...error, innerError: { date, ...ids } } } : answer.body;
  return { ...answer, body, headers: { ...ids, ...answer.headers } };
}

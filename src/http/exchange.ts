import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from './body.ts';
import { renderEnvelope } from './envelope.ts';
import { fault, toFault } from './faults.ts';
import { readHeaders, requirePlainHeaders } from './headers.ts';
import type { Limits } from './limits.ts';
import type { HttpRequest, HttpResponse, Mount } from './mount.ts';
import { encode, type Payload, reply } from './reply.ts';
import { createRouting, type Match } from './routing.ts';
import { readTarget, requirePlainPath, type Target } from './target.ts';
import type { Traffic } from './traffic.ts';

export type Log = { error(fields: object, message: string): void };
/** One request and its answer, for the log and the metrics. */
export type Exchanged = {
  requestId: string;
  face: string;
  method: string;
  path: string;
  status: number;
  ms: number;
  /** What a write became. */
  operationId?: string;
};
export type Parts = {
  mounts: readonly Mount[];
  traffic: Traffic;
  limits: Limits;
  log: Log;
  onExchanged(exchanged: Exchanged): void;
  addressOf(peer: string, forwardedFor?: string): string;
};

type Face = { mount: Mount; match: (method: string, path: string) => Match };
type Call = { requestId: string; request: IncomingMessage; target: Target; face: Face; abort: AbortController };

/** Takes one request from its headers until its response is out or its client gone; the promise never rejects. */
export function createExchange(parts: Parts): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const faces = parts.mounts.map((mount) => ({ mount, match: createRouting(mount) }));
  const nobody = { mount: unclaimed, match: createRouting(unclaimed) };
  const exchange = async (request: IncomingMessage, response: ServerResponse) => {
    const target = readTarget(request.url ?? '');
    const face = faces.find(({ mount }) => mount.owns(target.decoded)) ?? nobody;
    const call = { requestId: randomUUID(), request, target, face, abort: new AbortController() };
    const closed = abortWhenGone(response, call.abort);
    const from = performance.now();
    const payload = await respond(call, parts);
    reply(response, payload, parts.limits);
    parts.onExchanged(exchangedOf(call, payload, performance.now() - from));
    await closed;
  };
  return (request, response) =>
    exchange(request, response).catch((err: unknown) => {
      parts.log.error({ err }, 'A response could not be sent.');
      request.socket.destroy();
    });
}

const unclaimed: Mount = {
  name: 'unclaimed',
  owns: () => true,
  bodyLimit: 0,
  contentTypes: [],
  routes: [],
  renderFault: renderEnvelope,
};

function abortWhenGone(response: ServerResponse, abort: AbortController): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', () => {
      if (!response.writableFinished) abort.abort(new Error('The client is gone.'));
      resolve();
    });
  });
}

async function respond(call: Call, parts: Parts): Promise<Payload> {
  try {
    return encode(await answer(call, parts), ownHeaders(call, parts));
  } catch (thrown) {
    return refuse(call, parts, thrown);
  }
}

async function answer(call: Call, { traffic, addressOf }: Parts): Promise<HttpResponse> {
  const { request, requestId, target, face, abort } = call;
  requirePlainHeaders(request);
  requirePlainPath(target);
  const { route, params } = requireRoute(call);
  const method = request.method ?? '';
  const headers = readHeaders(request);
  const input: HttpRequest = {
    ...{ requestId, method, params, headers, path: target.path, query: target.query, signal: abort.signal },
    ...(await readBody(request, face.mount)),
    remoteAddress: addressOf(request.socket.remoteAddress ?? '', headers['x-forwarded-for']),
  };
  if (face.mount.alwaysOpen) return route.handle(input);
  return traffic.run(method, abort, () => route.handle(input));
}

const longestPath = 200;

function exchangedOf({ requestId, request, target, face }: Call, { status, operationId }: Payload, ms: number) {
  const about = {
    requestId,
    face: face.mount.name,
    method: methodOf(request),
    path: target.path.slice(0, longestPath),
  };
  return { ...about, status, ms, ...(operationId === undefined ? {} : { operationId }) };
}

/** Node lets through what HTTP knows; there are dozens of those. */
function methodOf({ method = '' }: IncomingMessage): string {
  return ['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS'].includes(method) ? method : 'other';
}

function requireRoute({ face, request, target }: Call): Extract<Match, { route: unknown }> {
  const match = face.match(request.method ?? '', target.decoded);
  if ('route' in match) return match;
  const allow = match.allowed.join(', ');
  if (allow === '') throw fault('not_found', 'Nothing is at this path. Compare it with the documentation.');
  throw fault('method_not_allowed', `This path does not take this method. Use ${allow}.`, { headers: { allow } });
}

function refuse(call: Call, parts: Parts, thrown: unknown): Payload {
  const problem = toFault(thrown);
  const about = { requestId: call.requestId, path: call.target.path };
  const headers = { ...problem.headers, ...ownHeaders(call, parts) };
  if (problem.kind === 'internal' && thrown !== call.abort.signal.reason) {
    parts.log.error({ ...about, mount: call.face.mount.name, err: problem.cause }, 'A handler failed.');
  }
  try {
    return encode(call.face.mount.renderFault(problem, about), headers);
  } catch (err) {
    parts.log.error({ ...about, mount: call.face.mount.name, err }, 'A fault could not be rendered.');
    return encode(renderEnvelope(problem, about), headers);
  }
}

function ownHeaders({ requestId }: Call, { traffic }: Parts): Record<string, string> {
  return { 'request-id': requestId, ...(traffic.draining() ? { connection: 'close' } : {}) };
}

import { randomUUID } from 'node:crypto';
import { isObject, isObjectArray, type JsonObject } from '../json.ts';
import { replicaValueAt, valueAt, writeAt } from '../world/tenant.ts';
import {
  badGraphRequest,
  type GraphAnswer,
  type GraphCall,
  graphError,
  noContent,
  notFound,
  staleUntil,
  withContext,
} from './call.ts';
import { collectionAnswer, entityAnswer } from './odata.ts';
import { isWhole, type Resource } from './resources.ts';
import { created, refusedWrite } from './write-rules.ts';

type Write = (call: GraphCall, resource: Resource) => GraphAnswer;

const writes: Record<string, Write> = { PATCH: patch, PUT: put, POST: post, DELETE: remove };

/** Reads and writes of plain documents, by the table of resources. */
export function answerDocument(call: GraphCall, resource: Resource | undefined): GraphAnswer {
  if (call.method === 'GET') return read(call, resource);
  const write = resource && writes[call.method];
  return write ? write(call, resource) : methodNotAllowed();
}

function methodNotAllowed(): GraphAnswer {
  return graphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.');
}

function read(call: GraphCall, resource: Resource | undefined): GraphAnswer {
  const value = replicaValueAt(call.tenant, call.segments, call.now);
  if (isObjectArray(value)) return collectionAnswer(call, value, resource);
  if (isObject(value)) return entityAnswer(call, value, resource);
  if (value !== undefined) return { status: 200, body: withContext(call, call.segments.join('/'), { value }) };
  const empty = resource?.kind === 'collection' && isWhole(resource, call.segments);
  return empty ? collectionAnswer(call, [], resource) : missing(call, resource);
}

function missing(call: GraphCall, resource: Resource | undefined): GraphAnswer {
  if (resource) return notFound(call.segments.at(-1) ?? '');
  return graphError(400, 'BadRequest', `Resource not found for the segment '${call.segments[0]}'.`);
}

function patch(call: GraphCall, resource: Resource): GraphAnswer {
  if (!isPatchable(call, resource)) return methodNotAllowed();
  const before = valueAt(call.tenant, call.segments);
  if (!isObject(before)) return notFound(call.segments.at(-1) ?? '');
  if (!isObject(call.body)) return badGraphRequest('Unable to read JSON request payload.');
  const after = patched(before, call.body, resource.partial ?? []);
  const refused = refusedWrite(call, after, before);
  if (refused) return refused;
  writeAt(call.tenant, call.segments, after, staleUntil(call));
  return answersWithBody(call, resource) ? entityAnswer(call, after, resource) : noContent;
}

function isPatchable(call: GraphCall, resource: Resource): boolean {
  return resource.patch !== undefined && (resource.kind === 'singleton' || !isWhole(resource, call.segments));
}

/** A policy as a whole is answered with its new state, one authentication method's configuration is not. */
function answersWithBody(call: GraphCall, resource: Resource): boolean {
  return resource.patch === 200 && (resource.kind === 'collection' || isWhole(resource, call.segments));
}

function patched(before: JsonObject, changes: JsonObject, partial: readonly string[]): JsonObject {
  const merged = partial
    .filter((name) => isObject(before[name]) && isObject(changes[name]))
    .map((name) => [name, { ...(before[name] as JsonObject), ...(changes[name] as JsonObject) }]);
  return { ...before, ...withoutAnnotations(changes), ...Object.fromEntries(merged), id: before['id'] };
}

/** `@odata.type` stays what it was; `@odata.context` and the like are no properties. */
function withoutAnnotations(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !name.startsWith('@odata.')));
}

function put(call: GraphCall, resource: Resource): GraphAnswer {
  if (!resource.put || !isWhole(resource, call.segments)) return methodNotAllowed();
  if (!isObject(call.body)) return badGraphRequest('Unable to read JSON request payload.');
  const { status, required } = resource.put;
  const body = call.body;
  const absent = required.find((name) => body[name] === undefined);
  if (absent) return badGraphRequest(`A value is required for property '${absent}' of the resource.`);
  const before = valueAt(call.tenant, call.segments);
  const after = {
    ...(isObject(before) ? before : {}),
    ...Object.fromEntries(required.map((name) => [name, body[name]])),
  };
  writeAt(call.tenant, call.segments, after, staleUntil(call));
  return status === 204 ? noContent : entityAnswer(call, after, resource);
}

function post(call: GraphCall, resource: Resource): GraphAnswer {
  if (!resource.create || !isWhole(resource, call.segments)) return methodNotAllowed();
  if (!isObject(call.body)) return badGraphRequest('Unable to read JSON request payload.');
  const item = created(call, { ...withoutAnnotations(call.body), id: randomUUID() });
  const refused = refusedWrite(call, item);
  if (refused) return refused;
  writeAt(call.tenant, [...call.segments, item['id'] as string], item, staleUntil(call));
  return { ...entityAnswer(call, item, resource), status: 201 };
}

function remove(call: GraphCall, resource: Resource): GraphAnswer {
  if (!resource.remove || isWhole(resource, call.segments)) return methodNotAllowed();
  if (valueAt(call.tenant, call.segments) === undefined) return notFound(call.segments.at(-1) ?? '');
  writeAt(call.tenant, call.segments, undefined, staleUntil(call));
  return noContent;
}

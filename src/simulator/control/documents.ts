import { type Answer, badRequest, type Incoming } from '../http.ts';
import { isObject, type JsonObject, parseJson } from '../json.ts';
import { allRoles } from '../login/app-roles.ts';
import { defaultDocuments } from '../world/defaults.ts';
import { loadDocuments, segmentsOfKey } from '../world/load-documents.ts';
import { createTenant, keepAsStart, type Tenant } from '../world/tenant.ts';
import { homeTenant, tenantOf, type World } from '../world/world.ts';

const guid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The tenant a control path is about: `?tenant=`, else the home tenant. */
export function askedTenant(world: World, request: Incoming): Tenant | undefined {
  const id = request.query.get('tenant');
  return id === null ? homeTenant(world) : tenantOf(world, id);
}

export const unknownTenant = badRequest('tenant must be the id of a tenant of this world.');

export function getDocuments(world: World, request: Incoming): Answer {
  const tenant = askedTenant(world, request);
  if (!tenant) return unknownTenant;
  return {
    status: 200,
    body: Object.fromEntries([...tenant.documents.values()].map(({ path, value }) => [path, value])),
  };
}

/** Replaces what the named paths hold; an unknown tenant is created, with consent, on Microsoft's defaults. */
export function putDocuments(world: World, request: Incoming): Answer {
  const documents = parseJson(request.body);
  if (!isObject(documents)) return badRequest('Send a JSON object: Graph paths and their documents.');
  const wrong = wrongDocument(documents);
  if (wrong !== undefined)
    return badRequest(`'${wrong}' must be a Graph path that holds an object or an array of objects.`);
  const existing = askedTenant(world, request);
  const id = request.query.get('tenant') ?? '';
  if (!existing && !guid.test(id)) return badRequest('tenant must be a tenant id (a GUID).');
  const tenant =
    existing ??
    createTenant(id.toLowerCase(), defaultDocuments(id.toLowerCase(), `${id.slice(0, 8)}.example`), allRoles);
  loadDocuments(world, tenant, documents);
  if (existing) return { status: 204 };
  keepAsStart(tenant);
  world.tenants.set(tenant.id, tenant);
  return { status: 204 };
}

function wrongDocument(documents: JsonObject): string | undefined {
  return Object.entries(documents).find(([path, value]) => segmentsOfKey(path).length === 0 || !isDocument(value))?.[0];
}

function isDocument(value: unknown): boolean {
  return Array.isArray(value) ? value.every(isObject) : isObject(value);
}

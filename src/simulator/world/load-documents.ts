import { isObjectArray, type JsonObject } from '../json.ts';
import { samplePeople } from './contoso-users.ts';
import { type Tenant, valueAt, writeAt } from './tenant.ts';
import type { World } from './world.ts';

/** Replaces what the paths hold; the sample people stay in the home tenant. */
export function loadDocuments(world: World, tenant: Tenant, documents: JsonObject): void {
  for (const [path, value] of Object.entries(documents)) load(tenant, segmentsOfKey(path), value);
  if (tenant.id === world.homeTenantId) keepSamplePeople(tenant, world.clock());
}

/** A collection below an object, such as a role's members, is a document of its own and no property of the object. */
function load(tenant: Tenant, segments: string[], value: unknown): void {
  const path = `/${segments.join('/')}`;
  if (Array.isArray(value) && valueAt(tenant, segments) === undefined)
    tenant.documents.set(path.toLowerCase(), { path, value });
  else writeAt(tenant, segments, value);
}

/** Keys are plain paths as Graph documents write them, with or without the version. */
export function segmentsOfKey(path: string): string[] {
  return path
    .replace(/^\/?v1\.0(?=\/)/, '')
    .split('/')
    .filter((segment) => segment !== '');
}

function keepSamplePeople(tenant: Tenant, now: number): void {
  const users = tenant.documents.get('/users')?.value;
  const present = isObjectArray(users) ? users : [];
  const ids = new Set(present.map((user) => String(user['id']).toLowerCase()));
  const missing = samplePeople(now).filter((person) => !ids.has(String(person['id'])));
  tenant.documents.set('/users', { path: '/users', value: [...missing, ...present] });
}

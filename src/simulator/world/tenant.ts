import { isObject, type JsonObject } from '../json.ts';

/** One organization's directory: documents under Graph paths. Values are never changed in place. */
export type Tenant = {
  id: string;
  /** By lower-case path; an array is a collection. */
  documents: Map<string, Document>;
  /** The app roles its admin consented to; `null` = never consented. */
  roles: readonly string[] | null;
  /** Old values that reads still see for a while, as after a write to a replicated directory. */
  stale: StaleValue[];
  started: { documents: Map<string, Document>; roles: readonly string[] | null };
};

export type Document = { path: string; value: unknown };
type StaleValue = { key: string; segments: string[]; value: unknown; until: number };
type Located = { key: string; document: Document; rest: string[] };

export function createTenant(id: string, documents: JsonObject, roles: readonly string[] | null): Tenant {
  const map = new Map(Object.entries(documents).map(([path, value]) => [path.toLowerCase(), { path, value }]));
  return { id, documents: map, roles, stale: [], started: { documents: new Map(map), roles } };
}

export function restart(tenant: Tenant): void {
  tenant.documents = new Map(tenant.started.documents);
  tenant.roles = tenant.started.roles;
  tenant.stale = [];
}

/** The state of this moment becomes what a reset goes back to. */
export function keepAsStart(tenant: Tenant): void {
  tenant.started = { documents: new Map(tenant.documents), roles: tenant.roles };
}

/** The longest stored path that begins the given one; the rest leads into the document. */
function locate(tenant: Tenant, segments: readonly string[]): Located | undefined {
  for (let length = segments.length; length > 0; length--) {
    const key = `/${segments.slice(0, length).join('/')}`.toLowerCase();
    const document = tenant.documents.get(key);
    if (document) return { key, document, rest: segments.slice(length) };
  }
  return undefined;
}

export function valueAt(tenant: Tenant, segments: readonly string[]): unknown {
  const found = locate(tenant, segments);
  return found?.rest.reduce(step, found.document.value);
}

/** As {@link valueAt}, but shows the old value of what was written a moment ago under a staleness fault. */
export function replicaValueAt(tenant: Tenant, segments: readonly string[], now: number): unknown {
  const found = locate(tenant, segments);
  if (!found) return undefined;
  tenant.stale = tenant.stale.filter((old) => old.until > now);
  const late = tenant.stale.filter((old) => old.key === found.key);
  const seen = late.reduceRight((value, old) => replaced(value, old.segments, old.value), found.document.value);
  return found.rest.reduce(step, seen);
}

export function listAt(tenant: Tenant, path: string): JsonObject[] {
  const value = valueAt(tenant, path.slice(1).split('/'));
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export function objectAt(tenant: Tenant, path: string): JsonObject | undefined {
  const value = valueAt(tenant, path.slice(1).split('/'));
  return isObject(value) ? value : undefined;
}

/** Writes at a path, or removes what is there when the value is `undefined`. */
export function writeAt(tenant: Tenant, segments: readonly string[], value: unknown, staleUntil = 0): void {
  const found = locate(tenant, segments);
  if (!found) {
    const path = `/${segments.join('/')}`;
    if (value !== undefined) tenant.documents.set(path.toLowerCase(), { path, value });
    return;
  }
  const { key, document, rest } = found;
  if (staleUntil > 0)
    tenant.stale.push({ key, segments: rest, value: rest.reduce(step, document.value), until: staleUntil });
  if (rest.length === 0 && value === undefined) tenant.documents.delete(key);
  else tenant.documents.set(key, { path: document.path, value: replaced(document.value, rest, value) });
}

function step(value: unknown, segment: string): unknown {
  if (Array.isArray(value)) return value.find(keyIs(segment));
  if (!isObject(value)) return undefined;
  const name = ownName(value, segment);
  return name === undefined ? undefined : value[name];
}

function ownName(value: JsonObject, segment: string): string | undefined {
  const wanted = segment.toLowerCase();
  return Object.keys(value).find((name) => name.toLowerCase() === wanted);
}

const keyProperties = ['id', 'userPrincipalName', 'appId'] as const;

/** Lengths first: a tenant may have many thousand users. */
function keyIs(segment: string): (item: unknown) => boolean {
  const wanted = segment.toLowerCase();
  return (item) =>
    isObject(item) &&
    keyProperties.some((name) => {
      const value = item[name];
      return typeof value === 'string' && value.length === wanted.length && value.toLowerCase() === wanted;
    });
}

function replaced(value: unknown, [head, ...rest]: readonly string[], next: unknown): unknown {
  if (head === undefined) return next;
  if (Array.isArray(value)) return replacedItem(value, head, rest, next);
  if (!isObject(value)) return value;
  const name = ownName(value, head) ?? head;
  return { ...value, [name]: replaced(value[name], rest, next) };
}

function replacedItem(items: readonly unknown[], key: string, rest: string[], next: unknown): unknown[] {
  const index = items.findIndex(keyIs(key));
  const item = replaced(items[index], rest, next);
  if (item === undefined) return items.filter((_, position) => position !== index);
  return index < 0 ? [...items, item] : items.with(index, item);
}

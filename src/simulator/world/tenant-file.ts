import { readFileSync } from 'node:fs';
import { isObject, isObjectArray, type JsonObject, parseJson } from '../json.ts';
import { domainOf } from './defaults.ts';

export type TenantFile = { tenantId: string | null; documents: JsonObject };

/** Reads a map of Graph documents, or the shape with a key `tenant` that also names the tenant. */
export function readTenantFile(path: string): TenantFile {
  const content = parseJson(readFileSync(path, 'utf8'));
  if (!isObject(content)) throw new Error(`${path} must hold one JSON object: Graph paths and their documents.`);
  const { tenant } = content;
  if (!isObject(tenant)) return { tenantId: null, documents: content };
  if (typeof tenant['id'] !== 'string') throw new Error(`${path} must name the tenant's id in tenant.id.`);
  return { tenantId: tenant['id'].toLowerCase(), documents: documentsOf(content, tenant) };
}

function documentsOf(content: JsonObject, tenant: JsonObject): JsonObject {
  const domains = Array.isArray(tenant['domains']) ? tenant['domains'].map(String) : [];
  const policies = list(content['policies']);
  return {
    '/domains': domains.map((domain, index) => domainOf(domain, index === 0)),
    '/policies/tokenLifetimePolicies': policiesOf(policies, 'TokenLifetimePolicy'),
    '/policies/tokenIssuancePolicies': policiesOf(policies, 'TokenIssuancePolicy'),
    ...objectsOf('applications', list(content['applications']), policies),
    ...objectsOf('servicePrincipals', list(content['servicePrincipals']), policies),
  };
}

function list(value: unknown): JsonObject[] {
  return isObjectArray(value) ? value : [];
}

function policiesOf(policies: JsonObject[], wanted: string): JsonObject[] {
  return policies
    .filter((policy) => policy['type'] === wanted)
    .map(({ type: _type, ...policy }) => ({ deletedDateTime: null, description: null, ...policy }));
}

/** The objects, and under each the collections of the policies assigned to it. */
function objectsOf(collection: string, objects: JsonObject[], policies: JsonObject[]): JsonObject {
  const plain = objects.map(({ policies: _assigned, ...object }) => object);
  const assigned = objects.flatMap((object) => {
    const ids = Array.isArray(object['policies']) ? object['policies'] : [];
    return policies.filter((policy) => ids.includes(policy['id'])).map((policy) => ({ object, policy }));
  });
  const byPath = Object.groupBy(assigned, ({ object, policy }) => {
    const name = policy['type'] === 'TokenLifetimePolicy' ? 'tokenLifetimePolicies' : 'tokenIssuancePolicies';
    return `/${collection}/${object['id']}/${name}`;
  });
  const links = Object.entries(byPath).map(([path, pairs = []]) => [
    path,
    pairs.map(({ policy }) => ({ id: policy['id'] })),
  ]);
  return { [`/${collection}`]: plain, ...Object.fromEntries(links) };
}

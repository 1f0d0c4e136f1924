import type { Holder, TokenPolicy } from '../core/token-policies/token-policy.ts';
import { directoryObject, typeNames } from './directory-objects.ts';

const policyType = 'Microsoft.DirectoryServices.Policy';

/** A policy with the properties it always had. What Microsoft Graph does not keep is constant. */
export function policyEntity({
  id,
  type,
  displayName,
  definition,
  isOrganizationDefault,
  deletedDateTime,
}: TokenPolicy) {
  return {
    'odata.type': policyType,
    objectType: 'Policy',
    objectId: id,
    deletionTimestamp: deletedDateTime,
    alternativeIdentifier: null,
    definition: [definition],
    displayName,
    isTenantDefault: isOrganizationDefault,
    keyCredentials: [],
    type,
  };
}

/** `base`: the address of the tenant as the request named it. */
export function onePolicy(base: string, policy: TokenPolicy, fragment: '' | '/@Element' = '') {
  const entity = policyEntity(policy);
  return { 'odata.metadata': metadata(base, `/${policyType}${fragment}`), ...entity, value: [entity] };
}

export function allPolicies(base: string, policies: readonly TokenPolicy[], nextLink?: string) {
  const link = nextLink === undefined ? {} : { 'odata.nextLink': nextLink };
  return { 'odata.metadata': metadata(base, `/${policyType}`), ...link, value: policies.map(policyEntity) };
}

export function assignedPolicies(base: string, policies: readonly TokenPolicy[]) {
  return { 'odata.metadata': metadata(base), value: policies.map(policyEntity) };
}

/** Documented as a list and as one policy: exactly one is answered as both. */
export function assignedToServicePrincipal(base: string, policies: readonly TokenPolicy[]) {
  const list = assignedPolicies(base, policies);
  const [only, ...more] = list.value;
  return only && more.length === 0 ? { ...only, ...list } : list;
}

export function holdersOf(base: string, holders: readonly Holder[]) {
  return { 'odata.metadata': metadata(base), value: holders.map(directoryObject) };
}

export function policyLinks(base: string, policies: readonly TokenPolicy[]) {
  return links(
    base,
    'policies',
    policies.map(({ id }) => `${id}/${policyType}`),
  );
}

export function holderLinks(base: string, holders: readonly Holder[]) {
  return links(
    base,
    'appliesTo',
    holders.map(({ kind, id }) => `${id}/${typeNames[kind]}`),
  );
}

function links(base: string, name: string, ends: readonly string[]) {
  const value = ends.map((end) => ({ url: `${base}/directoryObjects/${end}` }));
  return { 'odata.metadata': metadata(base, `/$links/${name}`), value };
}

function metadata(base: string, fragment = ''): string {
  return `${base}/$metadata#directoryObjects${fragment}`;
}

/** Annotations that clients need whatever they asked for. */
const needed = ['odata.nextLink', 'odata.error'];

/** Without the annotations, for clients that ask for no metadata. */
export function withoutAnnotations(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withoutAnnotations);
  if (typeof body !== 'object' || body === null) return body;
  const kept = Object.entries(body).filter(([name]) => !name.startsWith('odata.') || needed.includes(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, withoutAnnotations(value)]));
}

import type { HolderKind, TokenPolicyChange, TokenPolicyType } from '../core/token-policies/token-policy.ts';
import { type GraphRequest, reading } from './requests.ts';

/** Where Microsoft Graph keeps each type, and what it calls the things that use them. */
const collections = {
  TokenLifetimePolicy: 'tokenLifetimePolicies',
  TokenIssuancePolicy: 'tokenIssuancePolicies',
} as const satisfies Record<TokenPolicyType, string>;

const holderCollections = {
  application: 'applications',
  servicePrincipal: 'servicePrincipals',
} as const satisfies Record<HolderKind, string>;

const readPolicies = ['Policy.Read.All'];
const readApplications = ['Application.Read.All'];
const changePolicies = ['Policy.ReadWrite.ApplicationConfiguration'];
/** Microsoft asks for this one even to read what is assigned. */
const changeApplications = ['Application.ReadWrite.All', 'Policy.Read.All'];

/** Every request there is about token policies of one type; `{id}` is what the path leads to. */
export function policyRequests(type: TokenPolicyType) {
  const collection = collections[type];
  const path = `/policies/${collection}`;
  return {
    list: reading(path, ...readPolicies),
    find: reading(`${path}/{id}`, ...readPolicies),
    appliesTo: reading(`${path}/{id}/appliesTo`, ...readPolicies, ...readApplications),
    create: { purpose: 'writeTokenPolicy', method: 'POST', path, needed: changePolicies },
    update: { purpose: 'writeTokenPolicy', method: 'PATCH', path: `${path}/{id}`, needed: changePolicies },
    remove: { purpose: 'deleteTokenPolicy', method: 'DELETE', path: `${path}/{id}`, needed: changePolicies },
  } as const satisfies Record<string, GraphRequest>;
}

export function holderRequests(kind: HolderKind, type: TokenPolicyType) {
  const path = `/${holderCollections[kind]}/{id}`;
  const assigned = `${path}/${collections[type]}`;
  return {
    assigned: reading(assigned, ...changeApplications),
    assign: { purpose: 'assignTokenPolicy', method: 'POST', path: `${assigned}/$ref`, needed: changeApplications },
    unassign: {
      purpose: 'unassignTokenPolicy',
      method: 'DELETE',
      path: `${assigned}/{policyId}/$ref`,
      needed: changeApplications,
    },
  } as const satisfies Record<string, GraphRequest>;
}

export function findHolderRequest(kind: HolderKind): GraphRequest {
  return reading(`/${holderCollections[kind]}/{id}`, ...readApplications);
}

export const verifiedDomainsRequest = reading('/domains', 'Domain.Read.All');

/** The body of a creation or change: the three properties that may be set, and nothing else. */
export function bodyOf({ displayName, definition, isOrganizationDefault }: TokenPolicyChange): string {
  const definitions = definition === undefined ? undefined : [definition];
  return JSON.stringify({ displayName, definition: definitions, isOrganizationDefault });
}

export function linkBody(root: string, type: TokenPolicyType): string {
  return `{"@odata.id":"${root}/policies/${collections[type]}/{id}"}`;
}

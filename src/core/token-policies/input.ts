import { refuse } from '../errors.ts';
import type { GraphDocument } from '../policies/compare.ts';
import { requireDefinition } from './definition.ts';
import { printable, refuseDefinition, refuseInvalidValue, refuseMissingValue } from './refusals.ts';
import { type NewTokenPolicy, type TokenPolicyChange, type TokenPolicyType, tokenPolicyTypes } from './token-policy.ts';

const maxName = 256;

/** The policy that a request to create describes; anything but a whole and valid one is refused. */
export function requireNewPolicy(body: GraphDocument): NewTokenPolicy {
  requireKnown(body);
  for (const property of ['displayName', 'definition', 'type']) requirePresent(body, property);
  const type = requireType(body);
  const policy = {
    type,
    displayName: requireName(body),
    definition: requireText(body),
    isOrganizationDefault: Object.hasOwn(body, 'isTenantDefault') && requireFlag(body),
  };
  requireDefinition(type, policy.definition);
  refuseIssuanceDefault(type, policy);
  return policy;
}

/** The change that a request to update describes. The type may be repeated, never changed. */
export function requireChange(type: TokenPolicyType, body: GraphDocument): TokenPolicyChange {
  requireKnown(body);
  if (Object.keys(body).length === 0) refuse('invalid_request', 'The request changes nothing. Send a property to set.');
  if (Object.hasOwn(body, 'type') && requireType(body) !== type) refuseInvalidValue('type');
  const change: TokenPolicyChange = {
    ...(Object.hasOwn(body, 'displayName') && { displayName: requireName(body) }),
    ...(Object.hasOwn(body, 'definition') && { definition: requireText(body) }),
    ...(Object.hasOwn(body, 'isTenantDefault') && { isOrganizationDefault: requireFlag(body) }),
  };
  if (change.definition !== undefined) requireDefinition(type, change.definition);
  refuseIssuanceDefault(type, change);
  return change;
}

const writable = ['displayName', 'definition', 'type', 'isTenantDefault'];

/** Microsoft Graph has nowhere to put these, so only what says nothing is taken. */
const constant: Readonly<Record<string, (value: unknown) => boolean>> = {
  alternativeIdentifier: (value) => value === null,
  keyCredentials: isEmptyList,
  KeyCredentials: isEmptyList,
  'odata.type': (value) => value === 'Microsoft.DirectoryServices.Policy',
};

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function requireKnown(body: GraphDocument): void {
  for (const [name, value] of Object.entries(body)) {
    if (writable.includes(name)) continue;
    if (!Object.hasOwn(constant, name)) {
      refuse('invalid_request', `Property '${printable(name)}' of resource 'Policy' is unknown or read-only.`);
    }
    if (!constant[name]?.(value)) refuseInvalidValue(name);
  }
}

function requirePresent(body: GraphDocument, property: string): void {
  if ((body[property] ?? '') === '') refuseMissingValue(property);
}

function requireType({ type }: GraphDocument): TokenPolicyType {
  return tokenPolicyTypes.find((known) => known === type) ?? refuseInvalidValue('type');
}

function requireName(body: GraphDocument): string {
  requirePresent(body, 'displayName');
  const { displayName } = body;
  const fits = typeof displayName === 'string' && displayName.trim() !== '' && displayName.length <= maxName;
  return fits ? displayName : refuseInvalidValue('displayName');
}

/** An array of one string, or just the string. */
function requireText({ definition }: GraphDocument): string {
  const [text, ...more] = Array.isArray(definition) ? definition : [definition];
  if (typeof text === 'string' && more.length === 0) return text;
  return refuseDefinition('It must be an array of one string.');
}

function requireFlag({ isTenantDefault }: GraphDocument): boolean {
  return typeof isTenantDefault === 'boolean' ? isTenantDefault : refuseInvalidValue('isTenantDefault');
}

/** Microsoft: it "can't be set globally". */
function refuseIssuanceDefault(type: TokenPolicyType, { isOrganizationDefault }: TokenPolicyChange): void {
  if (type === 'TokenIssuancePolicy' && isOrganizationDefault) refuseInvalidValue('isTenantDefault');
}

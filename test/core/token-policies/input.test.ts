import { describe, expect, it } from 'vitest';
import { requireChange, requireNewPolicy } from '../../../src/core/token-policies/input.ts';

const definition = '{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"8:00:00"}}';
const whole = { displayName: 'Eight hours', definition: [definition], type: 'TokenLifetimePolicy' };
const made = { displayName: 'Eight hours', definition, type: 'TokenLifetimePolicy', isOrganizationDefault: false };

const required = (property: string) => `A value is required for property '${property}' of resource 'Policy'.`;
const invalid = (property: string) => `Invalid value specified for property '${property}' of resource 'Policy'.`;
const unknown = (property: string) => `Property '${property}' of resource 'Policy' is unknown or read-only.`;

describe('a new policy', () => {
  it.each([
    [whole, made],
    [{ ...whole, definition }, made],
    [
      { ...whole, isTenantDefault: true },
      { ...made, isOrganizationDefault: true },
    ],
    [{ ...whole, alternativeIdentifier: null, keyCredentials: [], KeyCredentials: [] }, made],
    [{ ...whole, 'odata.type': 'Microsoft.DirectoryServices.Policy' }, made],
  ])('may be asked for with %j', (body, policy) => {
    expect(requireNewPolicy(body)).toEqual(policy);
  });

  it.each([
    [{}, required('displayName')],
    [{ ...whole, displayName: '' }, required('displayName')],
    [{ ...whole, displayName: null }, required('displayName')],
    [{ ...whole, displayName: 7 }, invalid('displayName')],
    [{ ...whole, displayName: ' ' }, invalid('displayName')],
    [{ ...whole, displayName: 'x'.repeat(257) }, invalid('displayName')],
    [{ ...whole, definition: undefined }, required('definition')],
    [{ ...whole, definition: [] }, 'Property definition has an invalid value.'],
    [{ ...whole, definition: [definition, definition] }, 'Property definition has an invalid value.'],
    [{ ...whole, definition: [7] }, 'Property definition has an invalid value.'],
    [{ ...whole, type: undefined }, required('type')],
    [{ ...whole, type: 'tokenlifetimepolicy' }, invalid('type')],
    [{ ...whole, isTenantDefault: 'true' }, invalid('isTenantDefault')],
    [{ ...whole, alternativeIdentifier: '' }, invalid('alternativeIdentifier')],
    [{ ...whole, keyCredentials: [{}] }, invalid('keyCredentials')],
    [{ ...whole, keyCredentials: null }, invalid('keyCredentials')],
    [{ ...whole, 'odata.type': 'x' }, invalid('odata.type')],
    [{ ...whole, objectId: 'x' }, unknown('objectId')],
    [{ ...whole, isOrganizationDefault: true }, unknown('isOrganizationDefault')],
    [{ ...whole, constructor: 1 }, unknown('constructor')],
  ])('may not be asked for with %j', (body, message) => {
    expect(() => requireNewPolicy(body)).toThrow(message);
  });
});

it('a definition is kept byte for byte', () => {
  const text = definition.replaceAll(',', ' ,\r\n\t').replace('TokenLifetimePolicy', '\\u0054okenLifetimePolicy');
  expect(requireNewPolicy({ ...whole, definition: [text] }).definition).toBe(text);
  expect(requireChange('TokenLifetimePolicy', { definition: text }).definition).toBe(text);
});

describe('a change', () => {
  it.each([
    [{ displayName: 'New' }, { displayName: 'New' }],
    [{ definition }, { definition }],
    [{ isTenantDefault: false }, { isOrganizationDefault: false }],
    [{ type: 'TokenLifetimePolicy', displayName: 'New' }, { displayName: 'New' }],
    [{ keyCredentials: [] }, {}],
  ])('may be %j', (body, change) => {
    expect(requireChange('TokenLifetimePolicy', body)).toEqual(change);
  });

  it.each([
    [{}, 'changes nothing'],
    [{ displayName: null }, required('displayName')],
    [{ displayName: '' }, required('displayName')],
    [{ type: 'TokenIssuancePolicy' }, invalid('type')],
    [{ definition: null }, 'Property definition has an invalid value.'],
    [{ definition: '{"TokenIssuancePolicy":{"Version":1}}' }, 'Property definition has an invalid value.'],
    [{ definition: ['{"TokenLifetimePolicy":{"Version":1,"MaxInactiveTime":"1.00:00:00"}}'] }, 'MaxInactiveTime'],
    [{ objectId: 'x' }, unknown('objectId')],
    [{ deletionTimestamp: null }, unknown('deletionTimestamp')],
  ])('may not be %j', (body, message) => {
    expect(() => requireChange('TokenLifetimePolicy', body)).toThrow(message);
  });

  it('makes no issuance policy the default of a tenant', () => {
    expect(() => requireChange('TokenIssuancePolicy', { isTenantDefault: true })).toThrow(invalid('isTenantDefault'));
  });
});

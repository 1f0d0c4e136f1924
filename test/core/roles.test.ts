import { expect, it } from 'vitest';
import { rolesFromLists } from '../../src/core/roles.ts';
import { homeTenant, person } from './fakes/access.ts';

const nobody = { viewer: [], hardener: [], responder: [], approver: [], admin: [] };
const anna = person('anna');

it('gives nobody a role when nothing is listed', () => {
  expect(rolesFromLists({ tenantId: homeTenant, members: nobody }, anna)).toEqual([]);
});

it('gives every role whose list holds the person', () => {
  const members = { ...nobody, viewer: [anna.oid], admin: [anna.oid], hardener: ['oid-someone-else'] };
  expect(rolesFromLists({ tenantId: homeTenant, members }, anna)).toEqual(['viewer', 'admin']);
});

it('gives a person of another tenant nothing, whatever the object id', () => {
  const members = { ...nobody, admin: [anna.oid] };
  expect(rolesFromLists({ tenantId: homeTenant, members }, person('anna', 'another-tenant'))).toEqual([]);
});

import { beforeEach, expect, it } from 'vitest';
import { openTenant, type Tenant } from './tenant.ts';

const report = '/reports/authenticationMethods/userRegistrationDetails';
const phones = ['mobilePhone', 'officePhone'];

let tenant: Tenant;

beforeEach(async () => {
  tenant = await openTenant();
});

function user(id: string, ...methodsRegistered: string[]) {
  return { id, isMfaRegistered: true, methodsRegistered };
}

async function count(...users: object[]) {
  await tenant.documents({ [report]: users });
  return tenant.policies.countOnlyMethod(tenant.connection, phones);
}

it('counts who has these methods and no other to sign in with', async () => {
  const reading = await count(
    user('a', 'mobilePhone'),
    user('b', 'MobilePhone', 'officePhone', 'email'),
    user('c', 'mobilePhone', 'microsoftAuthenticatorPush'),
    user('d', 'fido2SecurityKey'),
    { ...user('e', 'mobilePhone'), isMfaRegistered: false },
  );
  expect(reading).toEqual({ status: 'ok', value: { users: 2, counted: 4, more: false } });
});

it('says so when not everyone could be counted', async () => {
  const reading = await count(user('a', 'mobilePhone'), { id: 'b', isMfaRegistered: true, methodsRegistered: null });
  expect(reading).toMatchObject({ value: { users: 1, counted: 1, more: true } });
});

it('follows the pages of a large tenant', async () => {
  const reading = await count(...Array.from({ length: 2_300 }, (_, at) => user(`u${at}`, 'mobilePhone')));
  expect(reading).toMatchObject({ value: { users: 2_300, counted: 2_300, more: false } });
  expect(await tenant.requests()).toHaveLength(3);
});

it('tells missing consent from a missing licence', async () => {
  await tenant.documents({ '/subscribedSkus': [{ id: 's', servicePlans: [{ servicePlanName: 'EXCHANGE_S' }] }] });
  expect(await count()).toMatchObject({ status: 'notLicensed', refusal: { needsReconsent: false } });
  await tenant.grant(['Policy.Read.All']);
  const elsewhere = await openTenant();
  await elsewhere.grant(['Policy.Read.All']);
  const reading = await elsewhere.policies.countOnlyMethod(elsewhere.connection, phones);
  expect(reading).toMatchObject({ status: 'needsConsent', refusal: { permission: 'AuditLog.Read.All' } });
});

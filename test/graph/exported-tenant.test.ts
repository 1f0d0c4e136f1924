import { beforeEach, describe, expect, it } from 'vitest';
import { allowList } from '../../src/core/policies/allow-list.ts';
import type { PolicyEntry } from '../../src/core/policies/entry.ts';
import { judge } from '../../src/core/policies/judge.ts';
import { openTenant, type Tenant } from './tenant.ts';

const settings = '/groupSettings';

let tenant: Tenant;

beforeEach(async () => {
  tenant = await openTenant();
});

function entry(key: string): PolicyEntry {
  return allowList.find((one) => one.key === key)!;
}

/** Each setting as it is judged, or why it could not be. */
async function judged() {
  const { documents } = await tenant.policies.readAll(tenant.connection, true);
  const states = allowList.map((one) => {
    const reading = documents.get(one.document);
    return [one.key, reading?.status === 'ok' ? (judge(one, reading.value) ?? 'unreadable') : reading?.status] as const;
  });
  return Object.fromEntries(states);
}

describe('a tenant that somebody else exported', () => {
  it('is judged whatever the letter case, extra fields, nulls and members that nobody knows', async () => {
    await tenant.documents({
      '/policies/authorizationPolicy': {
        allowInvitesFrom: 'AdminsAndGuestInviters',
        guestUserRoleId: '2AF84B1E-32C8-42B7-82BC-DAA82404023B',
        allowUserConsentForRiskyApps: null,
        aPropertyOfNextYear: { some: ['thing'] },
        defaultUserRolePermissions: {
          allowedToCreateApps: false,
          permissionGrantPoliciesAssigned:
            'managepermissiongrantsforself.MICROSOFT-user-default-low,ManagePermissionGrantsForOwnedResource.x',
        },
      },
      '/policies/authenticationMethodsPolicy': {
        policyMigrationState: 'aStateOfNextYear',
        authenticationMethodConfigurations: [
          { id: 'SMS', state: 'Disabled' },
          { id: 'voice', state: 'unknownFutureValue' },
          { id: 'Email', state: null },
        ],
      },
      [settings]: [
        { id: 'F0B2D6A8-4C17-4E93-B5A1-7D28C6E9F304', templateId: '5CF42378-D67D-4F36-BA46-E8B86229381D', values: [] },
      ],
    });
    const states = await judged();
    expect(states).toMatchObject({
      guest_invites: { secure: true },
      guest_directory_access: { secure: true },
      risky_app_consent: { value: null, secure: true },
      user_app_registration: { secure: true },
      user_consent: { secure: true },
      user_tenant_creation: 'unreadable',
      auth_methods_migration: { value: 'aStateOfNextYear', secure: false },
      auth_method_sms: { secure: true },
      auth_method_voice: { value: 'unknownFutureValue', secure: false },
      auth_method_email_otp: { value: null, secure: false },
      passkey_fido2: 'unreadable',
      smart_lockout: { value: '10', secure: true },
    });
  });

  it('is not judged by lists that hold something else, or by ids that no path can name', async () => {
    await tenant.documents({
      '/domains': [{ id: '../users', isVerified: true, authenticationType: 'Managed' }],
      [settings]: [{ id: 'x/../y', templateId: '5cf42378-d67d-4f36-ba46-e8b86229381d', values: [{ name: { a: 1 } }] }],
      '/policies/activityBasedTimeoutPolicies': [{ id: 'x', isOrganizationDefault: true, definition: ['{'] }],
    });
    const { password_never_expires, smart_lockout, idle_session_timeout, guest_group_owners } = await judged();
    expect([password_never_expires, smart_lockout, idle_session_timeout]).toEqual(Array(3).fill('unreadable'));
    expect(guest_group_owners).toMatchObject({ secure: true });
  });

  it('with more domains than a page holds is judged by all of them', async () => {
    const domain = (at: number) => ({
      id: `d${at}.example`,
      isVerified: true,
      authenticationType: 'Managed',
      passwordValidityPeriodInDays: at === 249 ? 30 : 2_147_483_647,
    });
    await tenant.documents({ '/domains': Array.from({ length: 250 }, (_, at) => domain(at)) });
    expect((await judged())['password_never_expires']).toMatchObject({ value: 30, secure: false });
    const reading = await tenant.policies.read(tenant.connection, entry('password_never_expires'));
    expect(reading.status === 'ok' && judge(entry('password_never_expires'), reading.value)?.value).toBe(30);
  });
});

describe('a tenant without a licence', () => {
  const plans = (...names: string[]) => ({
    '/subscribedSkus': [{ id: 's', servicePlans: names.map((servicePlanName) => ({ servicePlanName })) }],
  });

  it('for SharePoint is told apart from one that lacks consent, on its own rows only', async () => {
    await tenant.documents(plans('AAD_PREMIUM'));
    const { spo_legacy_auth, spo_guest_resharing, spo_external_sharing, laps } = await judged();
    expect([spo_legacy_auth, spo_guest_resharing, spo_external_sharing]).toEqual(Array(3).fill('notLicensed'));
    expect(laps).toMatchObject({ secure: false });
  });

  it('for Entra ID P1 reads what it has, and a write is told to lack the licence', async () => {
    await tenant.documents({ ...plans('SHAREPOINTSTANDARD'), [settings]: [] });
    expect((await judged())['smart_lockout']).toMatchObject({ secure: true });
    const key = entry('onprem_password_protection');
    const change = { kind: 'guided', input: { today: '2026-11-22T00:00:00Z' } } as const;
    const outcomes = await tenant.policies.write(tenant.connection, key, change, { value: [] });
    expect(outcomes).toMatchObject([{ outcome: { kind: 'refused', refusal: { status: 'notLicensed' } } }]);
  });
});

describe.each([...new Set(allowList.map(({ document }) => document))])('%s', (path) => {
  const own = allowList.filter(({ document }) => document === path);
  const statusOf = async () => new Set(own.map(({ key }) => key).map((key) => states[key]));
  let states: Awaited<ReturnType<typeof judged>> = {};

  it.each([
    ['needsConsent', 403, 'Forbidden', 'required scopes are missing in the token.'],
    [
      'notLicensed',
      403,
      'AccessDenied',
      'Your tenant is not licensed for this feature. Please upgrade your subscription to access it.',
    ],
    ['notLicensed', 400, 'AadPremiumLicenseRequired', 'No.'],
    ['error', 500, 'InternalServerError', 'Later.'],
  ])('is %s after %d %s, and nothing else is', async (status, code, name, message) => {
    await tenant.fault({ path: `^${path}$`, status: code, body: { error: { code: name, message } } });
    states = await judged();
    expect(await statusOf()).toEqual(new Set([status]));
    const others = allowList.filter(({ document }) => document !== path).map(({ key }) => states[key]);
    expect(others.filter((state) => typeof state === 'string')).toEqual([]);
  });

  it('is asked for again, alone, when only it was too much', async () => {
    const headers = { 'retry-after': '1' };
    await tenant.fault({
      path: `^${path}$`,
      status: 429,
      headers,
      times: 1,
      body: { error: { code: 'TooManyRequests' } },
    });
    states = await judged();
    expect(Object.values(states).filter((state) => typeof state === 'string')).toEqual([]);
    const batches = (await tenant.logged()).filter((one) => one.path === '/$batch');
    const asked = batches.map((one) => (one as unknown as { items: { path: string }[] }).items.map(({ path }) => path));
    expect([asked[0]!.length, asked[1]]).toEqual([11, [path]]);
  });
});

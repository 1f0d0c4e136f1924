import { beforeEach, describe, expect, it } from 'vitest';
import { allowList, findPolicy } from '../../src/core/policies/allow-list.ts';
import { securityDefaults } from './rig.ts';
import { openTenant } from './tenant.ts';

const authorization = '/policies/authorizationPolicy';
const conditionalAccess = '/identity/conditionalAccess/policies?$select=id,displayName,state,conditions';
const appRegistration = findPolicy('user_app_registration')!;
const loose = { defaultUserRolePermissions: { allowedToCreateApps: true } };
const off = { isEnabled: false };
const documents = [...new Set(allowList.map(({ document }) => document))];

/** The port that reads and writes policies, with everything around it. */
async function world(readCacheMs = 0) {
  const { policies, ...rest } = await openTenant({ readCacheMs });
  return { ...policies, ...rest };
}

let tenant: Awaited<ReturnType<typeof world>>;

/** The document of the setting as it is now. */
async function created() {
  const reading = await tenant.read(tenant.connection, appRegistration);
  return reading.status === 'ok' ? reading.value : {};
}

const done = [{ step: 'write', outcome: { kind: 'ok' } }];

describe('a reading of everything', () => {
  beforeEach(async () => {
    tenant = await world();
  });

  it('takes one batch and one Conditional Access request', async () => {
    const { documents: read, conditionalAccess: summary, readAt } = await tenant.readAll(tenant.connection, false);
    expect([...read.keys()].sort()).toEqual(documents.toSorted());
    expect(read.get(authorization)).toMatchObject({ status: 'ok', value: { id: 'authorizationPolicy' } });
    expect(summary).toEqual({
      status: 'ok',
      value: { total: 4, enabled: 3, reportOnly: 1, disabled: 0, deviceRegistration: 0 },
    });
    expect(readAt).toBe(tenant.clock.now());
    expect((await tenant.requests()).sort()).toEqual([`GET ${conditionalAccess}`, 'POST /$batch']);
    expect(tenant.slots).toEqual([tenant.connection.tenantId]);
  });

  it('is shared by 200 who ask at the same time', async () => {
    const readings = await Promise.all(Array.from({ length: 200 }, () => tenant.readAll(tenant.connection, false)));
    expect(new Set(readings).size).toBe(1);
    expect((await tenant.requests()).sort()).toEqual([`GET ${conditionalAccess}`, 'POST /$batch']);
  });

  it('survives Conditional Access failing', async () => {
    await tenant.fault({ path: 'conditionalAccess', status: 503 });
    const { documents: read, conditionalAccess: summary } = await tenant.readAll(tenant.connection, false);
    expect(summary).toMatchObject({ status: 'error', refusal: { reason: 'unavailable' } });
    expect(new Set([...read.values()].map(({ status }) => status))).toEqual(new Set(['ok']));
    expect(tenant.slots).toHaveLength(3);
  });

  it('survives one document failing', async () => {
    await tenant.fault({ path: 'authorizationPolicy', status: 400 });
    const { documents, conditionalAccess: summary } = await tenant.readAll(tenant.connection, false);
    expect(documents.get(authorization)).toMatchObject({ status: 'error', refusal: { reason: 'rejected' } });
    expect([documents.get(securityDefaults)?.status, summary.status]).toEqual(['ok', 'ok']);
  });

  it('calls a list in place of a document a bad response', async () => {
    await tenant.fault({ path: '^/policies/authorizationPolicy', status: 200, body: [{ id: 'x' }] });
    const { documents } = await tenant.readAll(tenant.connection, false);
    expect(documents.get(authorization)).toMatchObject({ status: 'error', refusal: { reason: 'badResponse' } });
    expect(documents.get(securityDefaults)?.status).toBe('ok');
  });

  it('says so when the tenant is not there', async () => {
    const elsewhere = { ...tenant.connection, tenantId: '99999999-9999-4999-8999-999999999999' };
    const { documents, conditionalAccess: summary } = await tenant.readAll(elsewhere, false);
    for (const reading of [...documents.values(), summary]) {
      expect(reading).toMatchObject({ status: 'error', refusal: { reason: 'tenantNotFound', needsReconsent: false } });
    }
  });
});

describe('a kept reading', () => {
  beforeEach(async () => {
    tenant = await world(30_000);
  });

  const enabled = async (fresh = false) => {
    const { documents } = await tenant.readAll(tenant.connection, fresh);
    const reading = documents.get(securityDefaults);
    return reading?.status === 'ok' && reading.value['isEnabled'];
  };

  it('answers until it is too old, unless somebody wants it fresh', async () => {
    expect(await enabled()).toBe(false);
    await tenant.documents({ [securityDefaults]: { isEnabled: true } });
    expect(await enabled()).toBe(false);
    tenant.clock.pass(31_000);
    expect(await enabled()).toBe(true);
    await tenant.documents({ [securityDefaults]: { isEnabled: false } });
    expect(await enabled(true)).toBe(false);
    expect(await enabled()).toBe(false);
  });

  it.each([
    ['done', undefined],
    ['refused', { method: 'PATCH', status: 400 }],
    ['unknown', { method: 'PATCH', drop: 'after' }],
  ])('does not outlive a write that was %s', async (_, fault) => {
    await enabled();
    const before = await created();
    if (fault) await tenant.fault(fault);
    await tenant.write(tenant.connection, appRegistration, { kind: 'secure' }, before);
    await tenant.readAll(tenant.connection, false);
    expect((await tenant.requests()).filter((request) => request === 'POST /$batch')).toHaveLength(2);
  });

  it('of one document is never kept', async () => {
    await tenant.read(tenant.connection, appRegistration);
    await tenant.documents({ [authorization]: { id: 'other' } });
    expect(await tenant.read(tenant.connection, appRegistration)).toMatchObject({ value: { id: 'other' } });
    await tenant.readConditionalAccess(tenant.connection);
    await tenant.documents({ '/identity/conditionalAccess/policies': [] });
    expect(await tenant.readConditionalAccess(tenant.connection)).toMatchObject({ value: { total: 0 } });
  });
});

describe('a write', () => {
  beforeEach(async () => {
    tenant = await world();
  });

  it('sets the one field, and puts it back', async () => {
    const captured = await created();
    expect(await tenant.write(tenant.connection, appRegistration, { kind: 'secure' }, captured)).toEqual(done);
    expect(await created()).toMatchObject({
      defaultUserRolePermissions: { allowedToCreateApps: false, allowedToCreateTenants: true },
    });
    const restore = { kind: 'restore', captured } as const;
    expect(await tenant.write(tenant.connection, appRegistration, restore, await created())).toEqual(done);
    expect(await created()).toEqual(captured);
  });

  it('that Graph refuses was refused', async () => {
    const securing = { kind: 'secure' } as const;
    const [write] = await tenant.write(tenant.connection, findPolicy('security_defaults')!, securing, off);
    expect(write?.outcome).toMatchObject({ kind: 'refused', refusal: { reason: 'rejected', needsReconsent: false } });
  });

  it.each(['before', 'after'])('cut off %s its effect is unknown, for nobody can tell them apart', async (drop) => {
    const before = await created();
    await tenant.fault({ method: 'PATCH', drop });
    const [write] = await tenant.write(tenant.connection, appRegistration, { kind: 'secure' }, before);
    expect(write?.outcome).toMatchObject({ kind: 'unknown', refusal: { reason: 'unavailable' } });
    expect(await created()).toMatchObject({ defaultUserRolePermissions: { allowedToCreateApps: drop === 'before' } });
  });

  it('without the permission needs consent again', async () => {
    await tenant.grant(['Policy.Read.All']);
    const before = await created();
    const [write] = await tenant.write(tenant.connection, appRegistration, { kind: 'secure' }, before);
    expect(write?.outcome).toMatchObject({
      kind: 'refused',
      refusal: { status: 'needsConsent', needsReconsent: true, permission: 'Policy.ReadWrite.Authorization' },
    });
  });

  it('of anything that is not in the allow-list fails before it is sent', async () => {
    const stray = { ...appRegistration, document: '/policies/crossTenantAccessPolicy' };
    await expect(tenant.write(tenant.connection, stray, { kind: 'secure' }, loose)).rejects.toThrow('egress_denied');
    expect(await tenant.requests()).toEqual([]);
  });
});

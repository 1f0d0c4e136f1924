import { beforeEach, expect, it } from 'vitest';
import { allowList, findPolicy } from '../../src/core/policies/allow-list.ts';
import { changesOf } from '../../src/graph/change-requests.ts';
import { openTenant, type Tenant } from './tenant.ts';

const log = '/auditLogs/directoryAudits';
const guestInvites = findPolicy('guest_invites')!;
const since = Date.parse('2026-11-22T08:00:00Z');
const megan = { user: { userPrincipalName: 'megan@contoso.com', displayName: 'Megan' }, app: null };

let tenant: Tenant;

beforeEach(async () => {
  tenant = await openTenant();
});

function change(activityDateTime: string, more: object = {}) {
  const activityDisplayName = 'Update authorization policy';
  return {
    id: activityDateTime,
    activityDateTime,
    activityDisplayName,
    result: 'success',
    initiatedBy: megan,
    ...more,
  };
}

async function lastChange(...changes: object[]) {
  await tenant.documents({ [log]: changes });
  return tenant.policies.lastChange(tenant.connection, guestInvites, since);
}

it('is the newest change since then, with the person who made it', async () => {
  const reading = await lastChange(
    change('2026-11-22T08:05:00Z'),
    change('2026-11-22T09:05:00.1234567Z', { initiatedBy: { user: null, app: { displayName: 'Terraform' } } }),
    change('2026-11-22T07:59:59Z'),
  );
  const at = Date.parse('2026-11-22T09:05:00.123Z');
  expect(reading).toEqual({ status: 'ok', value: { at, activity: 'Update authorization policy', by: 'Terraform' } });
  expect(await lastChange(change('2026-11-22T08:05:00Z'))).toMatchObject({ value: { by: 'megan@contoso.com' } });
});

it('is neither our own, nor one that failed, nor one of something else', async () => {
  const ours = { user: null, app: { appId: tenant.graphAppId.toUpperCase(), displayName: 'Bulwark' } };
  const reading = await lastChange(
    change('2026-11-22T08:01:00Z', { initiatedBy: ours }),
    change('2026-11-22T08:02:00Z', { result: 'failure' }),
    change('2026-11-22T08:03:00Z', { activityDisplayName: 'Update user' }),
    change('yesterday'),
    { id: 'nothing else' },
  );
  expect(reading).toEqual({ status: 'ok', value: undefined });
});

it('has nobody to name when the log names nobody', async () => {
  const reading = await lastChange(change('2026-11-22T08:05:00Z', { initiatedBy: null }));
  expect(reading).toMatchObject({ status: 'ok', value: { by: undefined } });
});

it('without the permission needs consent', async () => {
  await tenant.grant(['Policy.Read.All']);
  const refusal = { permission: 'AuditLog.Read.All', needsReconsent: true };
  expect(await lastChange()).toMatchObject({ status: 'needsConsent', refusal });
});

it('is looked up for every document that Entra keeps a record of', () => {
  const unknown = allowList.filter(({ document }) => changesOf(document, since) === undefined);
  expect(unknown.filter(({ document }) => !document.startsWith('/admin/sharepoint/'))).toEqual([]);
});

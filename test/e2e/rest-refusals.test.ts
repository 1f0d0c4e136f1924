import { expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { call, type Json, type Reply } from './call.ts';
import { authorizationPolicyPath, conditionalAccess, securityDefaults } from './documents.ts';
import { openWorld, useWorld } from './world.ts';

const world = useWorld();
const policiesPath = '/tenants/me/policies';
const requestId = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

it('refuses security defaults while Conditional Access is on', async () => {
  await world().load(securityDefaults(false));
  const reply = await world().product.toggle({ key: 'security_defaults' });
  expectFailure(reply, 409, 'precondition_failed');
  expect(await world().graphWrites()).toEqual([]);
});

it('refuses security defaults when Conditional Access cannot be read', async () => {
  await world().load({ ...conditionalAccess(), ...securityDefaults(false) });
  await world().fault({ path: '^/identity/conditionalAccess', status: 403 });
  expectFailure(await world().product.toggle({ key: 'security_defaults' }), 409, 'precondition_failed');
  const { policies } = (await world().product.rest('GET', policiesPath)).body.data;
  expect(policies.at(-1)).toMatchObject({ key: 'conditional_access_summary', policies: null, enabled: null });
  expect(await world().graphWrites()).toEqual([]);
});

it('names no field of an unreadable row that it does not know', async () => {
  await world().fault({ path: '^/policies/authorizationPolicy', status: 400 });
  const { policies } = (await world().product.rest('GET', policiesPath)).body.data;
  const row = policies.find(({ key }: Json) => key === 'user_app_registration');
  expect(row).toEqual({
    key: 'user_app_registration',
    title: 'Users cannot register applications',
    current: null,
    secure: false,
    compliant: false,
    status: 'error',
  });
});

it('does not know an unlisted policy or a connection that is not there', async () => {
  expectFailure(await world().product.toggle({ key: 'users_can_fly' }), 404, 'unknown_policy');
  const key = 'user_app_registration';
  expectFailure(await world().product.toggle({ key, connectionId: 'conn_none' }), 404, 'unknown_connection');
  const elsewhere = await world().product.rest('GET', `${policiesPath}?connectionId=conn_none`);
  expectFailure(elsewhere, 404, 'unknown_connection');
  expect(await world().graphRequests()).toEqual([]);
});

it('answers every key that does not work alike', async () => {
  const { url, key } = world().product;
  const changed = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
  const headers: Record<string, string>[] = [
    {},
    { authorization: 'Bearer' },
    { authorization: `Basic ${key}` },
    { authorization: `Bearer ${changed}` },
  ];
  const replies = await Promise.all(headers.map((one) => call('GET', `${url}${policiesPath}`, undefined, one)));
  for (const reply of replies) expectFailure(reply, 401, 'unauthenticated');
  const texts = replies.map(({ text, body }) => text.replace(body.error.requestId, ''));
  expect(new Set(texts).size).toBe(1);
});

it('will not undo over somebody else’s change', async () => {
  const { product } = world();
  const { operation } = (await product.toggle({ key: 'guest_invites' })).body;
  const path = authorizationPolicyPath;
  await world().load({ [path]: { ...(await world().document(path)), allowInvitesFrom: 'none' } });
  expectFailure(await product.rest('POST', `/tenants/me/operations/${operation.id}/undo`), 409, 'precondition_failed');
  expect((await world().document(path)).allowInvitesFrom).toBe('none');
});

it('says without a connection that there is none', async () => {
  const own = await openWorld();
  const store = await openStore({ kind: 'embedded', directory: own.product.directory }, { instance: 'test' });
  await store.connections.remove('org_default', 'conn_demo');
  await store.close();
  const { status, body } = await own.product.rest('GET', policiesPath);
  expect([status, body]).toEqual([200, { success: true, data: { aiPilotConnected: false } }]);
  expectFailure(await own.product.toggle({ key: 'user_app_registration' }), 409, 'not_connected');
});

it('answers 200 with needsReconsent when the write role is not granted', async () => {
  const own = await openWorld({ before: ({ grant }) => grant(['Policy.Read.All']) });
  const { status, body } = await own.product.toggle({ key: 'user_app_registration' });
  expect(status).toBe(200);
  expect(body.data).toEqual({ key: 'user_app_registration', applied: false, verified: false, needsReconsent: true });
  expect(body.operation).toMatchObject({ status: 'failed', steps: [{ name: 'write' }, { name: 'verify' }] });
});

it('answers rows it may not read with needsConsent', async () => {
  const own = await openWorld({ before: ({ grant }) => grant([]) });
  const { policies } = (await own.product.rest('GET', policiesPath)).body.data;
  expect(new Set(policies.map(({ status }: Json) => status))).toEqual(new Set(['needsConsent']));
  const { status, body } = await own.product.toggle({ key: 'user_app_registration' });
  expect([status, body.data.needsReconsent, body.data.applied]).toEqual([200, true, false]);
});

function expectFailure({ status, body, headers }: Reply, wantedStatus: number, code: string): void {
  const error = { code, message: expect.stringMatching(/^[A-Z\d].*\.$/), requestId: expect.stringMatching(requestId) };
  expect({ status, body }).toEqual({ status: wantedStatus, body: { success: false, error } });
  expect(headers.get('request-id')).toBe(body.error.requestId);
}

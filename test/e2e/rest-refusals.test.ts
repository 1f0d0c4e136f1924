import { expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import { call, type Json, type Reply } from './call.ts';
import { authorizationPolicyPath, conditionalAccess, securityDefaults } from './documents.ts';
import { openWorld, useWorld } from './world.ts';

const world = useWorld();
const policiesPath = '/tenants/me/policies';
const togglePath = `${policiesPath}/toggle`;
const undoPath = '/tenants/me/operations/op_00000000000000000000000000/undo';
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

const malformed: [method: string, path: string, body: unknown, message: string][] = [
  ['POST', togglePath, undefined, 'Send the field "key" as a text.'],
  ['POST', togglePath, {}, 'Send the field "key" as a text.'],
  ['POST', togglePath, { key: 7 }, 'Send the field "key" as a text.'],
  ['POST', togglePath, { key: '' }, 'Send the field "key" with at least 1 character.'],
  ['POST', togglePath, { key: 'x'.repeat(101) }, 'Send the field "key" with at most 100 characters.'],
  ['POST', togglePath, { key: 'laps', connectionId: null }, 'Send the field "connectionId" as a text.'],
  ['POST', togglePath, { key: 'laps', input: [] }, 'Send the field "input" as a JSON object.'],
  ['POST', togglePath, { key: 'laps', input: 'days' }, 'Send the field "input" as a JSON object.'],
  ['POST', togglePath, { key: 'laps', acknowledge: 'yes' }, 'Send the field "acknowledge" as true or false.'],
  ['POST', togglePath, { key: 'laps', on: true }, 'The field "on" is not part of this request. Remove it.'],
  ['POST', togglePath, { key: 'laps', 'ø\n': 1 }, 'The field "??" is not part of this request. Remove it.'],
  ['POST', togglePath, [], 'The request body is not a JSON object. Send the JSON object the documentation shows.'],
  ...['contain', 'release'].flatMap((verb): typeof malformed => [
    ['POST', `/tenants/me/threats/${verb}`, {}, 'Send the field "userId" as a text.'],
    ['POST', `/tenants/me/threats/${verb}`, { userId: ['a@b.c'] }, 'Send the field "userId" as a text.'],
    ['POST', `/tenants/me/threats/${verb}`, { userId: '' }, 'Send the field "userId" with at least 1 character.'],
    [
      'POST',
      `/tenants/me/threats/${verb}`,
      { userId: '../me' },
      'Name the user by object id or user principal name, such as user@contoso.com.',
    ],
    [
      'POST',
      `/tenants/me/threats/${verb}`,
      { userId: 'a@b.c', reason: 'more' },
      'The field "reason" is not part of this request. Remove it.',
    ],
  ]),
  ['POST', undoPath, { reason: 'none' }, 'The field "reason" is not part of this request. Remove it.'],
  ['GET', `${policiesPath}?fresh=1`, undefined, 'The query parameter "fresh" is not part of this request. Remove it.'],
  [
    'GET',
    `${policiesPath}?connectionId=${'x'.repeat(201)}`,
    undefined,
    'Send the query parameter "connectionId" with at most 200 characters.',
  ],
  [
    'GET',
    '/tenants/me/threats?connectionId=a&connectionId=b',
    undefined,
    'Give the query parameter "connectionId" once.',
  ],
  [
    'GET',
    '/tenants/me/operations?cursor=x',
    undefined,
    'The cursor is not one from this list. Leave it out to start at the newest.',
  ],
  [
    'GET',
    '/tenants/me/connections?all=1',
    undefined,
    'The query parameter "all" is not part of this request. Remove it.',
  ],
];

it.each(malformed)('says what to send instead of %s %s %j', async (method, path, body, message) => {
  const reply = await world().product.rest(method, path, body);
  expectFailure(reply, 400, 'invalid_request');
  expect(reply.body.error.message).toBe(message);
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

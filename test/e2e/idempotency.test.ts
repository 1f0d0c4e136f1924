import { expect, it } from 'vitest';
import type { Store } from '../../src/store/open.ts';
import type { Json, Reply } from './call.ts';
import { conditionalAccess, securityDefaults } from './documents.ts';
import { giveKey } from './keys.ts';
import { restClient } from './product.ts';
import { until } from './until.ts';
import { openWorld, useWorld } from './world.ts';

let otherKey = '';

const world = useWorld({
  prepare: async (store: Store) => {
    otherKey = await giveKey(store, { unlimited: true });
  },
});

const togglePath = '/tenants/me/policies/toggle';
const guests = { key: 'guest_invites' };
const apps = { key: 'user_app_registration' };
const slowWrite = { method: 'PATCH', path: 'authorizationPolicy', delayMs: 700 };
let count = 0;

type Client = Pick<ReturnType<typeof restClient>, 'rest'>;

function newKey(): string {
  return `try ${++count} of {these} tests!`;
}

function send(key: string, body: unknown = guests, path = togglePath, { rest }: Client = world().product) {
  return rest('POST', path, body, { 'idempotency-key': key });
}

function isReplayed({ headers }: Reply): boolean {
  return headers.get('idempotent-replayed') === 'true';
}

function writes() {
  return world().graphWrites();
}

it('acts once, and answers the same request alike ever after', async () => {
  const key = newKey();
  const first = await send(key);
  expect([first.status, isReplayed(first), first.body.data.applied]).toEqual([200, false, true]);
  const again = [await send(key), await send(key)];
  for (const reply of again) expect([reply.status, isReplayed(reply), reply.text]).toEqual([200, true, first.text]);
  expect(await writes()).toHaveLength(1);
});

it('takes a body whose fields stand in another order for the same', async () => {
  const key = newKey();
  await send(key, '{"key":"guest_invites","connectionId":"conn_demo"}');
  expect(isReplayed(await send(key, '{ "connectionId": "conn_demo", "key": "guest_invites" }'))).toBe(true);
});

it('refuses the same key with another body', async () => {
  const key = newKey();
  await send(key);
  const reply = await send(key, apps);
  expect([reply.status, reply.body.error.code]).toEqual([422, 'idempotency_mismatch']);
  expect(await writes()).toHaveLength(1);
});

it('says that it is under way while it is', async () => {
  const key = newKey();
  await world().fault(slowWrite);
  const first = send(key);
  await until('the write is on its way', async () => (await writes()).length > 0);
  const meanwhile = await send(key);
  expect([meanwhile.status, meanwhile.body.error.code]).toEqual([409, 'in_progress']);
  expect(meanwhile.headers.get('retry-after')).toBe('1');
  const { body, text } = await first;
  expect(meanwhile.body.operation.id).toBe(body.operation.id);
  expect((await send(key)).text).toBe(text);
  expect(await writes()).toHaveLength(1);
});

it('acts once when the same request comes many times at once', async () => {
  const key = newKey();
  const replies = await Promise.all(Array.from({ length: 40 }, () => send(key)));
  const done = replies.filter(({ status }) => status === 200);
  expect(done.filter((reply) => !isReplayed(reply))).toHaveLength(1);
  expect(new Set(done.map(({ text }) => text)).size).toBe(1);
  for (const { status } of replies) expect([200, 409]).toContain(status);
  expect(await writes()).toHaveLength(1);
});

it('keeps a request that joined another one tied to what they did together', async () => {
  const [one, two] = [newKey(), newKey()];
  await world().fault(slowWrite);
  const first = send(one);
  await until('the write is on its way', async () => (await writes()).length > 0);
  const joined = await send(two);
  expect(isReplayed(joined)).toBe(false);
  expect(joined.body.operation.id).toBe((await first).body.operation.id);
  const [againOne, againTwo] = [await send(one), await send(two)];
  for (const reply of [againOne, againTwo]) expect([isReplayed(reply), reply.text]).toEqual([true, joined.text]);
  expect(await writes()).toHaveLength(1);
});

it('remembers that there was nothing to write', async () => {
  await world().load({ ...conditionalAccess(), ...securityDefaults(true) });
  const key = newKey();
  const first = await send(key, { key: 'security_defaults' });
  expect(first.body.data).toMatchObject({ applied: false, verified: true });
  await world().load(securityDefaults(false));
  expect((await send(key, { key: 'security_defaults' })).text).toBe(first.text);
  expect(await writes()).toEqual([]);
});

it('does not keep what was refused', async () => {
  const key = newKey();
  expect((await send(key, { key: 'guest_invites', enabled: false })).status).toBe(400);
  expect((await send(key, { key: 'users_can_fly' })).status).toBe(404);
  await world().load(securityDefaults(false));
  expect((await send(key, { key: 'security_defaults' })).status).toBe(409);
  await world().load(conditionalAccess());
  const reply = await send(key, { key: 'security_defaults' });
  expect([reply.status, isReplayed(reply), reply.body.data.applied]).toEqual([200, false, true]);
});

it('belongs to one API key, and to one path', async () => {
  const key = newKey();
  const first = await send(key);
  const other = await send(key, guests, togglePath, restClient(world().product.url, otherKey));
  expect([other.status, isReplayed(other)]).toEqual([200, false]);
  expect(other.body.operation.id).not.toBe(first.body.operation.id);
  const undo = await send(key, {}, `/tenants/me/operations/${first.body.operation.id}/undo`);
  expect([undo.status, isReplayed(undo), undo.body.data.applied]).toEqual([200, false, true]);
  expect((await send(key, {}, `/tenants/me/operations/${first.body.operation.id}/undo`)).text).toBe(undo.text);
});

it.each([
  ['empty', ''],
  ['too long', 'k'.repeat(256)],
  ['not ASCII', 'clé'],
])('refuses one that is %s', async (_what, key) => {
  const reply = await send(key);
  expect([reply.status, reply.body.error.code]).toEqual([400, 'invalid_request']);
  expect(await writes()).toEqual([]);
});

it('may be 255 characters long, and a read needs none', async () => {
  const key = 'k'.repeat(255);
  expect((await send(key)).status).toBe(200);
  const reply = await world().product.rest('GET', '/tenants/me/policies', undefined, { 'idempotency-key': 'é' });
  expect([reply.status, isReplayed(reply)]).toEqual([200, false]);
});

it('holds for the Azure AD Graph face as well', async () => {
  const key = newKey();
  const path = '/myorganization/policies?api-version=1.6';
  const lifetime = { TokenLifetimePolicy: { Version: 1, AccessTokenLifetime: '01:00:00' } };
  const body = { displayName: 'Once', type: 'TokenLifetimePolicy', definition: [JSON.stringify(lifetime)] };
  const [first, again] = [await send(key, body, path), await send(key, body, path)];
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.text).toBe(first.text);
  expect(again.headers.get('x-operation-id')).toBe(first.headers.get('x-operation-id'));
  expect(await writes()).toHaveLength(1);

  const linkKey = newKey();
  const [{ id: app }] = (await world().document('/servicePrincipals')) as Json[];
  const links = `/myorganization/servicePrincipals/${app}/$links/policies?api-version=1.6`;
  const link = { url: `https://graph.windows.net/myorganization/policies/${first.body.objectId}` };
  const assigned = [await send(linkKey, link, links), await send(linkKey, link, links)];
  expect(
    assigned.map(({ status }) => status),
    'the second is no second assignment',
  ).toEqual([204, 204]);
  expect(await writes()).toHaveLength(2);
});

it('holds across a restart', async () => {
  let apiKey = '';
  const own = await openWorld({
    prepare: async (store) => {
      apiKey = await giveKey(store);
    },
  });
  const key = newKey();
  const first = await send(key, guests, togglePath, restClient(own.product.url, apiKey));
  await own.product.stop();
  const { url } = await own.start();
  const again = await send(key, guests, togglePath, restClient(url, apiKey));
  expect([again.status, isReplayed(again), again.text]).toEqual([200, true, first.text]);
  expect(await own.graphWrites()).toHaveLength(1);
});

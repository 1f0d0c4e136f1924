import { beforeAll, describe, expect, it } from 'vitest';
import { type ApiVerbs, apiRoutes } from '../../src/api/routes.ts';
import { type Entitlement, entitlements, type Scope, scopes } from '../../src/core/actors.ts';
import type { Store } from '../../src/store/open.ts';
import { beginNow, draftOf, outcomeOf } from '../store/builders.ts';
import type { Json, Reply } from './call.ts';
import { giveKey } from './keys.ts';
import { restClient } from './product.ts';
import { methodOf, type Row, rows, userId } from './rest-matrix.ts';
import { until } from './until.ts';
import { useWorld } from './world.ts';

type Connected = { id: string; organization: string; tenantId: string; operationId: string };
/** `own`: the connections its key may name, oldest first; `bound`: those it was made for. */
type Holder = { name: string; organization: string; own: readonly Connected[]; bound?: readonly Connected[] };

const numbers = [1, 2, 3] as const;
const connected: readonly Connected[] = numbers.flatMap((one) => numbers.map((two) => connectedAs(one, two)));
const holders: readonly Holder[] = numbers.flatMap((number) => holdersIn(`org_${number}`));
const bundles = Array.from({ length: 8 }, (_, bits) => entitlements.filter((_one, at) => bits & (1 << at)));
const keys = new Map<string, string>();
const target = { kind: 'policy', id: 'guest_invites', label: 'Guest invitations' } as const;

function connectedAs(one: number, two: number): Connected {
  const tenantId = `0000000${one}-000${two}-4000-8000-000000000000`;
  return { id: `conn_${one}${two}`, organization: `org_${one}`, tenantId, operationId: `op_${one}${two}` };
}

function holdersIn(organization: string): readonly Holder[] {
  const own = connected.filter((one) => one.organization === organization);
  const foreign = connected.filter((one) => one.organization !== organization);
  const second = own.slice(1, 2);
  return [
    { name: `${organization}, a key for all connections`, organization, own },
    { name: `${organization}, a key for one connection`, organization, own: second, bound: second },
    { name: `${organization}, a key for foreign connections`, organization, own: [], bound: foreign },
  ];
}

async function prepare(store: Store): Promise<void> {
  for (const number of numbers) await addOrganization(store, `org_${number}`);
  for (const { name, organization, bound } of holders) {
    const connections = bound && { connections: bound.map(({ id }) => id) };
    keys.set(name, await giveKey(store, { organization, unlimited: true, ...connections }));
  }
  for (const bought of bundles) await addUnconnected(store, bought.join(), bought);
  for (const scope of scopes) await addUnconnected(store, scope, entitlements, [scope]);
}

/** With three connections, and an operation on each of them. */
async function addOrganization(store: Store, organization: string): Promise<void> {
  await store.organizations.ensure({ id: organization, name: organization, entitlements });
  for (const { id, tenantId, operationId } of connected.filter((one) => one.organization === organization)) {
    await store.connections.add({ id, organization, tenantId, name: id, mode: 'aiPilot' });
    const draft = draftOf(organization, { id: operationId, connection: { id, tenantId, name: id }, target });
    await store.operations.settle(outcomeOf(draft, await beginNow(store, draft)));
  }
}

/** With an operation from better days. */
async function addUnconnected(
  store: Store,
  name: string,
  bought: readonly Entitlement[],
  granted: readonly Scope[] = scopes,
) {
  const organization = `org_with_${name}`;
  await store.organizations.ensure({ id: organization, name, entitlements: bought });
  await store.operations.settle(outcomeOf(draftOf(organization, { id: `op_${name}` })));
  keys.set(name, await giveKey(store, { organization, scopes: granted, unlimited: true }));
}

const world = useWorld({
  prepare,
  before: async ({ control }) => {
    const users = [{ id: userId, userPrincipalName: 'alex@example.com', displayName: 'Alex', accountEnabled: true }];
    for (const { tenantId } of connected) await control('PUT', `documents?tenant=${tenantId}`, { '/users': users });
  },
});

beforeAll(async () => {
  const tenants = [world().homeTenantId, ...connected.map(({ tenantId }) => tenantId)];
  await until('the protected accounts were looked up in every tenant', async () => {
    const looked = (await requests()).filter(({ kind }) => kind === 'graph').map(({ tenant }) => tenant);
    return tenants.every((tenant) => looked.includes(tenant));
  });
  await world().forgetRequests();
});

function clientOf(name: string) {
  return restClient(world().product.url, keys.get(name) ?? '');
}

function send(holder: string, name: string, { ask }: Row, id: string): Promise<Reply> {
  const { path, body } = ask(id);
  return clientOf(holder).rest(methodOf(name), path, body);
}

/** For tokens and for data, of whatever tenant. */
async function requests(): Promise<readonly Json[]> {
  return (await world().control('GET', 'requests')).body.requests;
}

function withoutRequestId({ status, body }: Reply): Json {
  const { requestId: _own, ...error } = body.error;
  return { status, body: { ...body, error } };
}

const named = Object.entries(rows);
const targets = named.filter(([, { about }]) => about !== undefined);

it('has a row for every route', () => {
  const routes = apiRoutes({} as ApiVerbs).map(({ method, path }) => `${method} ${path}`);
  expect(named.map(([name]) => name).sort()).toEqual(routes.sort());
});

describe.each(holders)('$name', ({ name: holder, own }) => {
  const foreign = connected.filter((one) => !own.includes(one));

  it.each(targets)('%s: what is not theirs is not there, and its tenant is not asked', async (name, row) => {
    const idOf = (one: Connected) => (row.about === 'operation' ? one.operationId : one.id);
    const nowhere = withoutRequestId(await send(holder, name, row, 'none'));
    expect(nowhere).toMatchObject({ status: 404, body: { error: { code: `unknown_${row.about}` } } });
    const replies = await Promise.all(foreign.map((one) => send(holder, name, row, idOf(one))));
    for (const reply of replies) expect(withoutRequestId(reply)).toEqual(nowhere);
    expect(await requests()).toEqual([]);
  });

  it.each(targets)('%s: what is theirs is there, and no other tenant is asked', async (name, row) => {
    const idOf = (one: Connected) => (row.about === 'operation' ? one.operationId : one.id);
    const replies = await Promise.all(own.map((one) => send(holder, name, row, idOf(one))));
    for (const { body } of replies) expect(body.error?.code).not.toBe(`unknown_${row.about}`);
    const ownTenants = own.map(({ tenantId }) => tenantId);
    expect((await requests()).filter(({ tenant }) => !ownTenants.includes(tenant))).toEqual([]);
  });

  it('lists only what is theirs, and the oldest is the default', async () => {
    const { rest } = clientOf(holder);
    const { connections } = (await rest('GET', '/tenants/me/connections')).body.data;
    expect(connections.map((one: Json) => [one.id, one.isDefault])).toEqual(own.map(({ id }, at) => [id, at === 0]));
    const { operations } = (await rest('GET', '/tenants/me/operations')).body.data;
    const seen = new Set(operations.map(({ connectionId }: Json) => connectionId));
    expect([...seen].sort()).toEqual(own.map(({ id }) => id));
  });

  it('reads and writes through the default when no connection is named, or nowhere', async () => {
    const { rest, toggle, operation } = clientOf(holder);
    const { data } = (await rest('GET', '/tenants/me/policies')).body;
    expect([data.aiPilotConnected, data.msTenantId]).toEqual([own.length > 0, own[0]?.tenantId]);
    const { body } = await toggle({ key: 'guest_invites' });
    const wrote = body.operation && (await operation(body.operation.id)).connectionId;
    expect([wrote, body.error?.code]).toEqual(own[0] ? [own[0].id, undefined] : [undefined, 'not_connected']);
  });
});

it.each(named)('%s needs what was bought', async (name, row) => {
  for (const bought of bundles) {
    const { status, body } = await send(bought.join(), name, row, `op_${bought.join()}`);
    const refused = !row.entitlements.every((one) => bought.includes(one));
    expect([status === 403, body.error?.code === 'not_entitled'], bought.join()).toEqual([refused, refused]);
  }
});

it.each(named)('%s needs its scope', async (name, row) => {
  const allowed = [];
  for (const scope of scopes) {
    const { status, body } = await send(scope, name, row, `op_${scope}`);
    if (status !== 403) allowed.push(scope);
    else expect(body.error.code).toBe('not_allowed');
  }
  expect(allowed.sort()).toEqual([...row.scopes].sort());
});

import { beforeAll, describe, expect, it } from 'vitest';
import { type AadGraphVerbs, aadGraphRoutes } from '../../src/aadgraph/routes.ts';
import { entitlements, scopes } from '../../src/core/actors.ts';
import type { Store } from '../../src/store/open.ts';
import { giveKey } from '../e2e/keys.ts';
import { restClient } from '../e2e/product.ts';
import { useWorld } from '../e2e/world.ts';
import { expectRefused, lifetime } from './face.ts';

type Connected = { id: string; organization: string; tenantId: string; domain: string };

const policyId = '55555555-5555-4555-8555-555555555555';
const appId = '66666666-6666-4666-8666-666666666666';
const numbers = [1, 2, 3] as const;
const connected: readonly Connected[] = numbers.flatMap((one) => [1, 2].map((two) => connectedAs(one, two)));
const routes = aadGraphRoutes({} as AadGraphVerbs).map(({ method, path }) => ({
  name: `${method} ${path}`,
  method,
  path,
}));
const keys = new Map<string, string>();

function connectedAs(one: number, two: number): Connected {
  const tenantId = `0000000${one}-000${two}-4000-8000-000000000000`;
  return { id: `conn_${one}${two}`, organization: `org_${one}`, tenantId, domain: `tenant-${one}${two}.example` };
}

async function prepare(store: Store): Promise<void> {
  for (const number of numbers) {
    const organization = `org_${number}`;
    await store.organizations.ensure({ id: organization, name: organization, entitlements });
    keys.set(organization, await giveKey(store, { organization, unlimited: true }));
    const bound = [`conn_${number}2`];
    keys.set(`${organization} bound`, await giveKey(store, { organization, connections: bound, unlimited: true }));
  }
  for (const { id, organization, tenantId } of connected) {
    await store.connections.add({ id, organization, tenantId, name: id, mode: 'aiPilot' });
  }
  for (const scope of scopes) {
    keys.set(scope, await giveKey(store, { organization: 'org_1', scopes: [scope], unlimited: true }));
  }
  const bought = entitlements.filter((one) => one !== 'policyManagement');
  await store.organizations.ensure({ id: 'org_poor', name: 'Poor', entitlements: bought });
  keys.set('poor', await giveKey(store, { organization: 'org_poor', unlimited: true }));
}

const world = useWorld({
  prepare,
  before: async ({ control }) => {
    for (const { tenantId, domain } of connected) {
      await control('PUT', `documents?tenant=${tenantId}`, {
        '/domains': [{ id: domain, isVerified: true }],
        '/policies/tokenLifetimePolicies': [
          { id: policyId, displayName: tenantId, definition: [lifetime('8:00:00')], isOrganizationDefault: false },
        ],
        '/applications': [{ id: appId, displayName: 'App' }],
        '/servicePrincipals': [{ id: appId, displayName: 'App' }],
        [`/applications/${appId}/tokenLifetimePolicies`]: [{ id: policyId }],
        [`/servicePrincipals/${appId}/tokenLifetimePolicies`]: [{ id: policyId }],
      });
    }
  },
});

function ask(key: string, { method, path }: (typeof routes)[number], tenant: string) {
  const id = path.startsWith('/:tenant/policies') ? policyId : appId;
  const place = path.replace(':tenant', tenant).replace(':id', id).replace(':policy', policyId);
  const body = { url: `https://graph.windows.net/${tenant}/policies/${policyId}` };
  const sent = method === 'GET' || method === 'DELETE' ? undefined : body;
  const client = restClient(world().product.url, keys.get(key) ?? '');
  return client.rest(method, `${place}?api-version=1.6`, sent);
}

/** Tenants that were asked for what this face shows since the last look. */
async function touched(): Promise<readonly string[]> {
  const requests: readonly { tenant: string; path: string }[] = (await world().control('GET', 'requests')).body
    .requests;
  await world().forgetRequests();
  const asked = requests.filter(({ path }) => /^\/(policies|domains|applications|servicePrincipals)/.test(path));
  return [...new Set(asked.map(({ tenant }) => tenant))];
}

type Holder = { key: string; own: readonly Connected[] };

const holders: readonly Holder[] = numbers.flatMap((number) => {
  const own = connected.filter(({ organization }) => organization === `org_${number}`);
  return [
    { key: `org_${number}`, own },
    { key: `org_${number} bound`, own: own.slice(1) },
  ];
});

/** Every way to name a tenant that is not the holder's. */
function foreignSegments({ own }: Holder): readonly string[] {
  return connected.filter((one) => !own.includes(one)).flatMap(({ tenantId, domain }) => [tenantId, domain]);
}

beforeAll(() => expect(routes).toHaveLength(15));

describe.each(routes)('$name', (route) => {
  it.each(holders)('leads $key to no tenant but its own', async (holder) => {
    await world().forgetRequests();
    for (const segment of foreignSegments(holder)) {
      const reply = await ask(holder.key, route, segment);
      expectRefused(reply, 400, 'Request_BadRequest', 'Invalid domain name in the request url.');
    }
    const own = holder.own.map(({ tenantId }) => tenantId);
    expect((await touched()).filter((tenant) => !own.includes(tenant))).toEqual([]);
  });

  it('takes its one scope and Policy Management', async () => {
    await world().forgetRequests();
    const needed = route.method === 'GET' ? 'legacy:read' : 'legacy:write';
    for (const scope of scopes.filter((one) => one !== needed)) {
      expectRefused(await ask(scope, route, 'myorganization'), 403, 'Authorization_RequestDenied', new RegExp(needed));
    }
    expectRefused(await ask('poor', route, 'myorganization'), 403, 'Authorization_RequestDenied', /Policy Management/);
    expect(await touched()).toEqual([]);
    const allowed = await ask(needed, route, 'myorganization');
    expect(allowed.body?.['odata.error']?.code).not.toBe('Authorization_RequestDenied');
    await world().reset();
  }, 60_000);
});

it.each(connected)(
  '$domain is reached by its own organization only as itself',
  async ({ organization, tenantId, domain }) => {
    for (const segment of [tenantId, domain]) {
      const reply = await ask(organization, { name: '', method: 'GET', path: '/:tenant/policies/:id' }, segment);
      expect([reply.status, reply.body.displayName]).toEqual([200, tenantId]);
    }
  },
);

it('a key for one connection has it as its default', async () => {
  const { body } = await ask(
    'org_1 bound',
    { name: '', method: 'GET', path: '/:tenant/policies/:id' },
    'myorganization',
  );
  expect(body.displayName).toBe('00000001-0002-4000-8000-000000000000');
});

it('a policy is not assigned across two connections, of whomever they are', async () => {
  const client = restClient(world().product.url, keys.get('org_1') ?? '');
  const path = `/tenant-11.example/applications/${appId}/$links/policies?api-version=1.6`;
  const assign = (tenant: string) =>
    client.rest('POST', path, { url: `https://graph.windows.net/${tenant}/policies/${policyId}` });
  expectRefused(await assign('tenant-12.example'), 400, 'Request_BadRequest', /another tenant/);
  expectRefused(
    await assign('tenant-21.example'),
    400,
    'Request_BadRequest',
    'Invalid domain name in the request url.',
  );
  expect(await world().graphWrites()).toEqual([]);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startSimulator } from '../../../src/simulator/start.ts';
import { type Json, openWorld } from '../world-client.ts';

function tenantFile(content: unknown): string {
  const folder = mkdtempSync(join(tmpdir(), 'tenant-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'tenant.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

test('a map of documents is loaded over the home tenant, and is what a reset goes back to', async () => {
  const world = await openWorld({ tenantFile: tenantFile({ '/v1.0/domains': [{ id: 'loaded.example' }] }) });
  await world.control('PUT', 'documents', { '/domains': [] });
  await world.control('POST', 'reset');
  expect((await world.graph('GET', '/domains')).body.value).toEqual([{ id: 'loaded.example' }]);
  expect((await world.graph('GET', '/users/megan.bowen@contoso.com')).status).toBe(200);
});

test('a file with a tenant names the home tenant, its policies and who holds them', async () => {
  const id = '3F2504E0-4F89-41D3-9A0C-0305E82C3301';
  const definition = ['{"TokenLifetimePolicy":{"Version":1,"AccessTokenLifetime":"8:00:00"}}'];
  const policy = {
    id: 'p1',
    type: 'TokenLifetimePolicy',
    displayName: 'Short',
    isOrganizationDefault: false,
    definition,
  };
  const application = { id: 'a1', appId: 'x1', displayName: 'My App', policies: ['p1'] };
  const world = await openWorld({
    tenantFile: tenantFile({
      tenant: { id, domains: ['first.example', 'second.example'] },
      policies: [policy, { ...policy, id: 'p2', type: 'TokenIssuancePolicy' }],
      applications: [application],
      servicePrincipals: [{ id: 's1', appId: 'x1', displayName: 'My App', policies: ['p2'] }],
    }),
  });
  expect(world.homeTenantId).toBe(id.toLowerCase());
  expect(world.facts.people[0].tenantId).toBe(id.toLowerCase());
  expect((await world.token({ tenant: 'second.example' })).status).toBe(200);
  const lifetime = (await world.graph('GET', '/policies/tokenLifetimePolicies')).body.value;
  expect(lifetime).toEqual([
    {
      id: 'p1',
      deletedDateTime: null,
      description: null,
      displayName: 'Short',
      isOrganizationDefault: false,
      definition,
    },
  ]);
  const held = (await world.graph('GET', '/applications/a1/tokenLifetimePolicies')).body.value;
  expect(held.map((one: Json) => one.id)).toEqual(['p1']);
  expect((await world.graph('GET', '/applications/a1')).body).not.toHaveProperty('policies');
  const applied = (await world.graph('GET', '/policies/tokenIssuancePolicies/p2/appliesTo')).body.value;
  expect(applied.map((one: Json) => one.id)).toEqual(['s1']);
});

test.each([
  ['[]', /JSON object/],
  ['{', /JSON object/],
  ['{"tenant":{}}', /tenant\.id/],
])('%s stops the start with a sentence that says what to do', async (content, message) => {
  await expect(startSimulator({ port: 0, tenantFile: tenantFile(content) })).rejects.toThrow(message);
});

import { expect, it } from 'vitest';
import type { Connection } from '../../../src/core/connections.ts';
import type { Reading } from '../../../src/core/graph-answers.ts';
import { tenantFinder } from '../../../src/core/token-policies/tenant.ts';
import { connection, fakeConnections } from '../fakes/connections.ts';
import { consentMissing, graphDown } from '../fakes/refusals.ts';
import { apiKey } from '../fakes/world.ts';

const second = connection('conn_two', { tenantId: '33333333-3333-4333-8333-333333333333', createdAt: 1 });
const unread = connection('conn_read', { tenantId: '44444444-4444-4444-8444-444444444444', mode: 'read' });

function finder(answers: Record<string, Reading<readonly string[]>> = {}) {
  const asked: string[] = [];
  const connections = fakeConnections([connection('conn_one'), second, unread]);
  const domains = {
    async verifiedDomains({ id }: Connection): Promise<Reading<readonly string[]>> {
      asked.push(id);
      return answers[id] ?? { status: 'ok', value: [`${id.replace('_', '-')}.example`] };
    },
  };
  const find = tenantFinder({ connections, domains });
  return { asked, find: async (tenant: string) => (await find(apiKey, { tenant })).id };
}

it.each(['myorganization', 'MyOrganization'])('%s is the default connection', async (segment) => {
  expect(await finder().find(segment)).toBe('conn_one');
});

it('a tenant id needs no question to Graph', async () => {
  const { find, asked } = finder();
  expect(await find(second.tenantId.toUpperCase())).toBe('conn_two');
  expect(asked).toEqual([]);
});

it('a verified domain is that of its connection', async () => {
  expect(await finder().find('CONN-TWO.example')).toBe('conn_two');
});

it.each(['conn-read.example', unread.tenantId, 'elsewhere.example', 'x', '', 'a b.example', '../x'])(
  '%j is unknown',
  async (segment) => {
    await expect(finder().find(segment)).rejects.toThrow('Invalid domain name in the request url.');
  },
);

it('a domain is not unknown while a tenant that may have it cannot be read', async () => {
  const failing = finder({ conn_one: { status: 'error', refusal: graphDown } });
  expect(await failing.find('conn-two.example')).toBe('conn_two');
  await expect(failing.find('elsewhere.example')).rejects.toMatchObject({ refusal: 'graph_failed', graph: graphDown });
  const unconsented = finder({ conn_one: { status: 'needsConsent', refusal: consentMissing } });
  await expect(unconsented.find('elsewhere.example')).rejects.toMatchObject({ graph: consentMissing });
});

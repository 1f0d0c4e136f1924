import { expect, test } from 'vitest';
import { type Json, openWorld, sharedWorld } from '../world-client.ts';

test('pages are joined by an absolute link that is followed as it is', async () => {
  const world = await sharedWorld();
  const all = (await world.graph('GET', '/users?$select=id')).body.value;
  const seen: Json[] = [];
  let path: string | undefined = '/users?$select=id&$top=5&$filter=accountEnabled eq true';
  while (path) {
    const { body } = await world.graph('GET', path);
    seen.push(...body.value);
    const link: string | undefined = body['@odata.nextLink'];
    if (link) expect(link.startsWith(`${world.url}/v1.0/users?`)).toBe(true);
    path = link?.slice(`${world.url}/v1.0`.length);
  }
  expect(seen).toEqual(all);
});

test('risk detections come 20 at a time and allow no $skip', async () => {
  const world = await openWorld();
  const detections = Array.from({ length: 45 }, (_, index) => ({ id: `d${index}` }));
  await world.control('PUT', 'documents', { '/identityProtection/riskDetections': detections });
  const { body } = await world.graph('GET', '/identityProtection/riskDetections');
  expect(body.value).toHaveLength(20);
  expect((await world.graph('GET', '/identityProtection/riskDetections?$top=501')).status).toBe(400);
  expect((await world.graph('GET', '/identityProtection/riskDetections?$skip=5')).status).toBe(400);
});

test('$count tells how many match', async () => {
  const world = await sharedWorld();
  const path = "/identity/conditionalAccess/policies?$count=true&$top=1&$filter=state eq 'enabled'";
  const { body } = await world.graph('GET', path);
  expect([body['@odata.count'], body.value.length]).toEqual([3, 1]);
});

test('an advanced directory query needs ConsistencyLevel: eventual', async () => {
  const world = await sharedWorld();
  const path = "/users?$count=true&$filter=userType ne 'Guest'";
  expect((await world.graph('GET', path)).status).toBe(400);
  const headers = { consistencylevel: 'eventual' };
  expect((await world.graph('GET', path, undefined, { headers })).status).toBe(200);
});

test.each(['0', '1000', '-1', 'x', ''])('$top=%s is refused', async (top) => {
  const world = await sharedWorld();
  expect((await world.graph('GET', `/users?$top=${top}`)).status).toBe(400);
});

test.each([
  "riskLevel eq microsoft.graph.riskLevel'high'",
  'riskState eq',
  "riskState is 'atRisk'",
  "riskState eq 'atRisk' or",
  "(riskState eq 'atRisk'",
  "riskState eq 'atRisk' riskLevel eq 'high'",
  "constructor(riskState,'a')",
  "riskState eq 'unfinished",
])('the filter %s is 400', async (filter) => {
  const world = await sharedWorld();
  const path = `/identityProtection/riskyUsers?$filter=${encodeURIComponent(filter)}`;
  expect((await world.graph('GET', path)).status).toBe(400);
});

test('a member that an enumeration got later is shown to those who ask for it', async () => {
  const world = await openWorld();
  await world.control('POST', 'signals', { kind: 'securityAlert', id: 'a1', serviceSource: 'microsoftSentinel' });
  const source = async (headers: Record<string, string>) =>
    (await world.graph('GET', '/security/alerts_v2/a1', undefined, { headers })).body.serviceSource;
  expect(await source({})).toBe('unknownFutureValue');
  expect(await source({ prefer: 'include-unknown-enum-members' })).toBe('microsoftSentinel');
});

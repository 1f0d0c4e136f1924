import { expect, test } from 'vitest';
import { openWorld } from '../world-client.ts';

test.each([
  ['confirmCompromised', { riskState: 'confirmedCompromised', riskLevel: 'high' }],
  ['dismiss', { riskState: 'dismissed', riskLevel: 'none' }],
  ['confirmSafe', { riskState: 'confirmedSafe', riskLevel: 'none' }],
])('%s answers 204 and sets the risk of the users', async (action, risk) => {
  const world = await openWorld();
  const [before] = (await world.graph('GET', '/identityProtection/riskyUsers')).body.value;
  const reply = await world.graph('POST', `/identityProtection/riskyUsers/${action}`, { userIds: [before.id] });
  expect(reply.status).toBe(204);
  const after = (await world.graph('GET', `/identityProtection/riskyUsers/${before.id}`)).body;
  expect(after).toMatchObject(risk);
  expect(after.riskLastUpdatedDateTime > before.riskLastUpdatedDateTime).toBe(true);
});

test('an ordinary user becomes a risky one by being confirmed', async () => {
  const world = await openWorld();
  const { id } = (await world.graph('GET', '/users/lee.gu@contoso.com')).body;
  await world.graph('POST', '/identityProtection/riskyUsers/confirmCompromised', { userIds: [id] });
  expect((await world.graph('GET', `/identityProtection/riskyUsers/${id}`)).body.userDisplayName).toBe('Lee Gu');
});

test('nobody named is 400', async () => {
  const world = await openWorld();
  expect((await world.graph('POST', '/identityProtection/riskyUsers/dismiss', {})).status).toBe(400);
});

test('an alert is resolved with 200 and its new state', async () => {
  const world = await openWorld();
  const [alert] = (await world.graph('GET', '/security/alerts_v2')).body.value;
  const reply = await world.graph('PATCH', `/security/alerts_v2/${alert.id}`, { status: 'resolved' });
  expect([reply.status, reply.body.status]).toEqual([200, 'resolved']);
});

test('a tenant whose licences lack Entra ID P2 is told so', async () => {
  const world = await openWorld();
  const plan = { servicePlanName: 'AAD_PREMIUM', provisioningStatus: 'Success' };
  await world.control('PUT', 'documents', { '/subscribedSkus': [{ id: 's', servicePlans: [plan] }] });
  const reply = await world.graph('GET', '/identityProtection/riskyUsers');
  expect(reply.status).toBe(403);
  expect(reply.body.error).toMatchObject({
    code: 'Forbidden',
    message: 'Your tenant is not licensed for this feature.',
  });
  expect((await world.graph('GET', '/identityProtection/riskDetections')).status).toBe(200);
});

import { expect, test } from 'vitest';
import { openWorld, sharedWorld } from '../world-client.ts';

test('a risky user is added, and exists as a user', async () => {
  const world = await openWorld();
  const signal = { kind: 'riskyUser', userPrincipalName: 'new.one@contoso.com', userDisplayName: 'New One' };
  const { status, body } = await world.control('POST', 'signals', signal);
  expect(status).toBe(201);
  expect(body).toMatchObject({ riskLevel: 'high', riskState: 'atRisk', userDisplayName: 'New One' });
  expect(body).not.toHaveProperty('kind');
  const risky = await world.graph('GET', `/identityProtection/riskyUsers/${body.id}`);
  expect(risky.body).toMatchObject(body);
  const user = await world.graph('GET', '/users/new.one@contoso.com?$select=id,displayName,accountEnabled');
  expect(user.body).toMatchObject({ id: body.id, displayName: 'New One', accountEnabled: true });
});

test('a user who exists keeps the id, and a second signal updates the first', async () => {
  const time = { now: Date.parse('2026-11-22T08:00:00Z') };
  const world = await openWorld({ clock: () => time.now });
  const { id } = (await world.graph('GET', '/users/lee.gu@contoso.com')).body;
  const first = await world.control('POST', 'signals', {
    kind: 'riskyUser',
    userPrincipalName: 'lee.gu@contoso.com',
    riskLevel: 'medium',
  });
  expect(first.body).toMatchObject({ id, userDisplayName: 'Lee Gu' });
  time.now += 1000;
  const second = (await world.control('POST', 'signals', { kind: 'riskyUser', id, riskLevel: 'high' })).body;
  expect(second).toMatchObject({ id, riskLevel: 'high', riskLastUpdatedDateTime: '2026-11-22T08:00:01.000Z' });
  expect((await world.graph('GET', '/identityProtection/riskyUsers')).body.value).toHaveLength(3);
});

test('detections and alerts get what Microsoft would fill in', async () => {
  const world = await openWorld();
  const { id: userId } = (await world.graph('GET', '/users/alex.wilber@contoso.com')).body;
  const detection = await world.control('POST', 'signals', {
    kind: 'riskDetection',
    userId,
    riskEventType: 'leakedCredentials',
  });
  expect(detection.body).toMatchObject({ userId, userPrincipalName: 'alex.wilber@contoso.com', riskState: 'atRisk' });
  const alert = await world.control('POST', 'signals', { kind: 'securityAlert', title: 'Ransomware', severity: 'low' });
  expect(alert.body).toMatchObject({
    title: 'Ransomware',
    severity: 'low',
    status: 'new',
    tenantId: world.homeTenantId,
  });
  expect((await world.graph('GET', `/security/alerts_v2/${alert.body.id}`)).status).toBe(200);
});

test.each([
  { kind: 'weather' },
  { riskLevel: 'high' },
  { kind: 'riskyUser', riskLevel: 'extreme' },
  { kind: 'riskyUser', id: 7 },
  { kind: 'securityAlert', severity: 'dire' },
  '{',
])('%o is 400 and changes nothing', async (body) => {
  const world = await sharedWorld();
  const before = (await world.control('GET', 'documents')).body;
  expect((await world.control('POST', 'signals', body)).status).toBe(400);
  expect((await world.control('GET', 'documents')).body).toEqual(before);
});

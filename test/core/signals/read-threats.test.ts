import { beforeEach, expect, it } from 'vitest';
import { refused } from '../fakes/policies.ts';
import { consentMissing, notLicensed } from '../fakes/refusals.ts';
import { listing, riskyUser } from '../fakes/signals.ts';
import { containKey, rest, soc, type ThreatWorld, threatWorld, viewer } from '../fakes/threat-world.ts';

let world: ThreatWorld;

beforeEach(() => {
  world = threatWorld();
});

it('answers each source on its own', async () => {
  world.signals.riskyUsers = listing(riskyUser('alex'), riskyUser('lee', { riskState: 'dismissed' }));
  world.signals.riskDetections = refused(consentMissing);
  world.signals.securityAlerts = refused(notLicensed);
  const threats = await world.readThreats(viewer, soc);
  expect(threats).toMatchObject({
    connection: { id: 'conn_one' },
    riskyUsers: { status: 'ok', value: { items: [{ userDisplayName: 'alex' }] } },
    riskDetections: { status: 'needsConsent' },
    securityAlerts: { status: 'notLicensed' },
  });
});

it('reads afresh when it is asked to', async () => {
  await world.readThreats(viewer, soc);
  await world.readThreats(viewer, soc, { fresh: true });
  expect(world.signals.asked).toEqual([false, true]);
});

it('has nothing to read without a connection', async () => {
  world.connections.all.length = 0;
  expect(await world.readThreats(viewer, soc)).toBeUndefined();
});

it('needs the scope and the entitlement', async () => {
  world.access.grants.set(containKey.keyId, { scopes: ['threats:contain'] });
  await expect(world.readThreats(containKey, rest)).rejects.toMatchObject({ refusal: 'not_allowed' });
  world.access.entitlements.set(viewer.organization, ['policyManagement']);
  await expect(world.readThreats(viewer, soc)).rejects.toMatchObject({ refusal: 'not_entitled' });
  expect(world.signals.asked).toEqual([]);
});

import { beforeEach, expect, it } from 'vitest';
import { refused } from '../fakes/policies.ts';
import { consentMissing, graphDown } from '../fakes/refusals.ts';
import { alert, detection, listing, riskyUser } from '../fakes/signals.ts';
import { breakGlass, containKey, rest, soc, type ThreatWorld, threatWorld, viewer } from '../fakes/threat-world.ts';
import { idOf, userAdministrator } from '../fakes/users.ts';

const alex = idOf('alex');
let world: ThreatWorld;

beforeEach(() => {
  world = threatWorld();
});

const read = (user = 'alex@contoso.com') => world.readUser(viewer, soc, { user });

it('gathers everything about one user', async () => {
  world.users.add('alex', { roles: [userAdministrator], synced: true });
  world.users.granted = ['IdentityRiskyUser.ReadWrite.All'];
  world.signals.riskyUsers = listing(riskyUser('alex', { id: alex }));
  world.signals.riskDetections = listing(detection('d', alex, null), detection('other', 'somebody', null));
  world.signals.securityAlerts = listing(alert('a', null, [{ id: alex, userPrincipalName: null }]), alert('b', null));
  expect(await read()).toMatchObject({
    user: { id: alex, synced: true },
    risk: { status: 'ok', value: { riskState: 'atRisk' } },
    detections: { value: { items: [{ id: 'd' }] } },
    alerts: { value: { items: [{ id: 'a' }] } },
    roles: { value: [userAdministrator] },
    isProtected: false,
    mayRateRisk: true,
  });
});

it('says what could not be read, source by source', async () => {
  world.signals.riskyUsers = refused(consentMissing);
  world.users.rolesRefusal = graphDown;
  expect(await read()).toMatchObject({
    risk: { status: 'needsConsent' },
    alerts: { status: 'ok' },
    roles: { status: 'error' },
    mayRateRisk: false,
  });
});

it('knows a protected account, and the containment that can be taken back', async () => {
  expect(await read(`${breakGlass}@contoso.com`)).toMatchObject({ isProtected: true });
  const contained = await (await world.contain.now(containKey, rest, { user: alex })).outcome;
  expect((await read()).releasable?.id).toBe(contained.id);
});

it('knows no user of that name', async () => {
  await expect(read('nobody@contoso.com')).rejects.toMatchObject({ refusal: 'unknown_user' });
});

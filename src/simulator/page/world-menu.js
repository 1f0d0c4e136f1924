import { controlWorld } from './api.js';
import { icon } from './icons.js';
import { openMenu } from './menu.js';

/** Controls of the simulated tenant. `tell(text)` shows how it went. */
export function createWorldMenu(button, world, tell) {
  const items = [
    {
      label: 'Raise a risky user',
      detail: 'Leaked credentials for Nestor Wilke, high risk',
      onSelect: () => run(() => raiseRiskyUser(domainOf(world)), 'Microsoft reported a new risky user: Nestor Wilke.'),
    },
    {
      label: 'Reset the tenant',
      detail: 'Policies and people as they were at the start; chats stay',
      onSelect: () => run(() => controlWorld('/_simulator/reset'), 'The simulated tenant is back to its first state.'),
    },
  ];
  button.prepend(icon('world'));
  button.addEventListener('click', () => openMenu(button, items));

  async function run(control, done) {
    try {
      await control();
      tell(done);
    } catch (error) {
      tell(error.message);
    }
  }
}

async function raiseRiskyUser(domain) {
  const user = { userDisplayName: 'Nestor Wilke', userPrincipalName: `nestorw@${domain}` };
  const at = new Date().toISOString();
  const risk = { riskLevel: 'high', riskState: 'atRisk' };
  const id = 'd3b1c8a2-5f0e-4c57-9a2d-6b8f3e1c7a40';
  await controlWorld('/_simulator/signals', { kind: 'riskyUser', id, ...user, ...risk, riskLastUpdatedDateTime: at });
  await controlWorld('/_simulator/signals', {
    kind: 'riskDetection',
    id: crypto.randomUUID(),
    userId: id,
    ...user,
    ...risk,
    riskEventType: 'leakedCredentials',
    detectionTimingType: 'offline',
    source: 'IdentityProtection',
    ipAddress: '203.0.113.24',
    location: { city: 'Lagos', countryOrRegion: 'NG' },
    activityDateTime: at,
    detectedDateTime: at,
    lastUpdatedDateTime: at,
  });
}

function domainOf(world) {
  return world.people[0].userPrincipalName.split('@').at(-1);
}

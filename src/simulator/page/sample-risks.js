import { controlWorld } from './api.js';

const nestor = { id: 'd3b1c8a2-5f0e-4c57-9a2d-6b8f3e1c7a40', userDisplayName: 'Nestor Wilke' };

const sprayed = [
  'Allan Deyoung',
  'Christie Cline',
  'Debra Berger',
  'Enrico Cattaneo',
  'Gerhart Moller',
  'Henrietta Mueller',
  'Irvin Sayers',
  'Johanna Lorenz',
  'Miriam Graham',
  'Raul Razo',
];

/** What Microsoft's detections could report next: `raise(domain)` reports it, `done` says what was reported. */
export const sampleRisks = [
  {
    label: 'Raise a risky user',
    detail: 'Leaked credentials for Nestor Wilke, high risk',
    done: 'Microsoft reported a new risky user: Nestor Wilke.',
    raise: (domain) => raiseRisk({ ...nestor, userPrincipalName: `nestorw@${domain}` }, 'high', leaked),
  },
  {
    label: 'Raise a password spray',
    detail: `${sprayed.length} users at medium risk at once`,
    done: `Microsoft reported ${sprayed.length} new risky users.`,
    raise: (domain) =>
      Promise.all(sprayed.map((name, index) => raiseRisk(sprayedUser(name, index, domain), 'medium', spray))),
  },
  {
    label: 'Raise a security alert',
    detail: 'Ransomware activity on a device, high severity, no user named',
    done: 'Microsoft reported a new security alert.',
    raise: () =>
      controlWorld('/_simulator/signals', {
        kind: 'securityAlert',
        title: 'Ransomware activity on FIN-LAPTOP-07',
        severity: 'high',
        categories: ['Ransomware'],
        serviceSource: 'microsoftDefenderForEndpoint',
        detectionSource: 'microsoftDefenderForEndpoint',
      }),
  },
];

const leaked = {
  riskEventType: 'leakedCredentials',
  detectionTimingType: 'offline',
  ipAddress: '203.0.113.24',
  location: { city: 'Lagos', countryOrRegion: 'NG' },
};

const spray = {
  riskEventType: 'passwordSpray',
  detectionTimingType: 'offline',
  ipAddress: '198.51.100.7',
  location: { city: 'Vilnius', countryOrRegion: 'LT' },
};

function sprayedUser(name, index, domain) {
  const id = `d3b1c8a2-5f0e-4c57-9a2d-6b8f3e1c7b${String(index).padStart(2, '0')}`;
  return { id, userDisplayName: name, userPrincipalName: `${name.toLowerCase().replace(' ', '.')}@${domain}` };
}

/** The user's risk, with a new detection as its reason. */
async function raiseRisk({ id, ...user }, riskLevel, detection) {
  const at = new Date().toISOString();
  const risk = { riskLevel, riskState: 'atRisk' };
  const times = { activityDateTime: at, detectedDateTime: at, lastUpdatedDateTime: at };
  const found = { id: crypto.randomUUID(), userId: id, source: 'IdentityProtection', ...detection, ...times };
  await controlWorld('/_simulator/signals', { kind: 'riskyUser', id, ...user, ...risk, riskLastUpdatedDateTime: at });
  await controlWorld('/_simulator/signals', { kind: 'riskDetection', ...user, ...risk, ...found });
}

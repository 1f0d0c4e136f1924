import { expect, it } from 'vitest';
import { observe } from '../../../src/core/alerts/observe.ts';
import type { RiskyUser, SignalsReading } from '../../../src/core/signals/signal-port.ts';
import { alert, detection, listing, riskyUser } from '../fakes/signals.ts';

function reading(facts: Partial<SignalsReading>): SignalsReading {
  return { readAt: 0, riskyUsers: listing(), riskDetections: listing(), securityAlerts: listing(), ...facts };
}

const observed = (facts: Partial<RiskyUser>) =>
  observe(reading({ riskyUsers: listing(riskyUser('adele', facts)) }), []);

it.each([
  ['high', 'atRisk', 'high'],
  ['low', 'atRisk', 'low'],
  ['Medium', 'AtRisk', 'medium'],
  ['low', 'confirmedCompromised', 'high'],
  ['hidden', 'atRisk', 'medium'],
  ['none', 'confirmedCompromised', 'high'],
])('a user at %s risk that is %s is alerted on as %s', (riskLevel, riskState, level) => {
  const { sightings, endings } = observed({ riskLevel, riskState });
  expect([sightings.map((one) => [one.level, one.riskLevel]), endings]).toEqual([[[level, level]], []]);
});

it.each([
  [{ riskState: 'dismissed' }, 'dismissed'],
  [{ riskState: 'confirmedSafe' }, 'dismissed'],
  [{ riskState: 'remediated' }, 'remediated'],
  [{ riskState: 'atRisk', isDeleted: true }, 'deleted'],
  [{ riskState: 'dismissed', isDeleted: true }, 'deleted'],
])('a user that is %o ends it as %s, and says why', (facts, how) => {
  const { sightings, endings } = observed({ ...facts, riskDetail: 'why' });
  const changedAt = Date.parse('2026-11-22T05:00:00Z');
  expect([sightings, endings]).toEqual([[], [{ key: 'user/id-adele', how, detail: 'why', changedAt }]]);
});

it('a detection says what, where from and whether it is settled', () => {
  const place = { city: 'Oslo', state: null, countryOrRegion: 'NO' };
  const riskDetections = listing(
    { ...detection('d1', 'ID-Adele', '2026-11-22T05:00:00Z'), location: place },
    { ...detection('d2', 'id-adele', null), ipAddress: '203.0.113.9', riskState: 'remediated', riskLevel: 'hidden' },
  );
  const common = { kind: 'detection', what: 'anonymizedIPAddress', source: 'IdentityProtection' };
  expect(observe(reading({ riskDetections }), []).findings).toEqual([
    {
      key: 'user/id-adele',
      finding: { ...common, id: 'd1', at: Date.parse('2026-11-22T05:00:00Z'), level: 'high', where: 'Oslo, NO' },
    },
    { key: 'user/id-adele', finding: { ...common, id: 'd2', where: '203.0.113.9', resolved: true } },
  ]);
});

it('a security alert counts by its severity, and one that is only informational not at all', () => {
  const securityAlerts = listing(
    { ...alert('a1', null), severity: 'Medium', status: 'Resolved' },
    { ...alert('a2', null), severity: 'informational' },
  );
  expect(observe(reading({ securityAlerts }), []).securityAlerts).toMatchObject([
    { about: { id: 'a1' }, level: 'medium', isResolved: true, findings: [{ resolved: true }] },
  ]);
});

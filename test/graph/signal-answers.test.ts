import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { riskDetection, riskyUser, securityAlert } from '../../src/graph/signal-answers.ts';

const id = 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819201';

describe('a risky user', () => {
  it('keeps new enumeration members and odd times as they are written', () => {
    const odd = { riskLevel: 'severe', riskLastUpdatedDateTime: '2022-09-09T9:59:27.958Z', riskDetail: 'byTeapot' };
    expect(riskyUser.parse({ id, ...odd, isDeleted: true })).toMatchObject({ ...odd, isDeleted: true });
  });

  it('needs an object id and nothing else', () => {
    expect(riskyUser.parse({ id: id.toUpperCase(), riskLevel: 7, userDisplayName: null, isDeleted: 'no' })).toEqual({
      id,
      userPrincipalName: '',
      userDisplayName: '',
      riskLevel: '',
      riskState: '',
      riskDetail: '',
      riskLastUpdatedDateTime: '',
      isDeleted: false,
    });
    for (const item of [{}, { id: 'alex' }, { id: 7 }, null, 'x', []]) {
      expect(riskyUser.safeParse(item).success).toBe(false);
    }
  });
});

describe('a risk detection', () => {
  it('needs an id and nothing else', () => {
    const location = { city: 'Oslo', state: 7, geoCoordinates: {} };
    expect(riskDetection.parse({ id: 'd1', location, detectedDateTime: '2026-11-22T05:00:00.1234567Z' })).toMatchObject(
      {
        id: 'd1',
        riskEventType: '',
        ipAddress: null,
        location: { city: 'Oslo', state: null, countryOrRegion: null },
        activityDateTime: null,
        detectedDateTime: '2026-11-22T05:00:00.1234567Z',
      },
    );
    expect(riskDetection.parse({ id: 'd1', location: 'Oslo' }).location).toBe(null);
    expect(riskDetection.safeParse({ id: '' }).success).toBe(false);
  });
});

describe('an alert', () => {
  const alert = (fields: object) => securityAlert.parse({ id: 'a1', ...fields });

  it('needs an id and nothing else', () => {
    expect(alert({ evidence: {}, categories: 'x', title: null })).toMatchObject({
      title: '',
      categories: [],
      users: [],
    });
    expect(securityAlert.safeParse({ title: 'x' }).success).toBe(false);
  });

  it('has categories, or the one that older alerts have', () => {
    expect(alert({ categories: ['A', 7, 'B'], category: 'C' }).categories).toEqual(['A', 'B']);
    expect(alert({ category: 'C' }).categories).toEqual(['C']);
    expect(alert({ categories: [], category: null }).categories).toEqual([]);
  });

  it('names each user of its evidence once', () => {
    const evidence = (userAccount: unknown) => ({
      '@odata.type': '#microsoft.graph.security.userEvidence',
      userAccount,
    });
    const alex = { azureAdUserId: id.toUpperCase(), userPrincipalName: 'alex@contoso.com' };
    const pieces = [
      evidence(alex),
      evidence({ ...alex, displayName: 'Alex' }),
      evidence({ azureAdUserId: 'not-an-id' }),
    ];
    const more = [evidence({ userPrincipalName: 'lee@contoso.com' }), evidence(null), 7, { '@odata.type': 'ip' }];
    expect(alert({ evidence: [...pieces, ...more] }).users).toEqual([
      { id, userPrincipalName: 'alex@contoso.com' },
      { id: null, userPrincipalName: 'lee@contoso.com' },
    ]);
  });
});

it('anything at all is read as a signal or left out', () => {
  const names = [...Object.keys(riskDetection.shape), 'evidence', 'userAccount', 'categories', 'isDeleted'];
  const value: fc.Arbitrary<unknown> = fc.oneof(fc.jsonValue(), fc.constant(id));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...names), value), (item) => {
      for (const schema of [riskyUser, riskDetection, securityAlert]) {
        const { data } = schema.safeParse(item);
        if (data) expect(typeof data.id).toBe('string');
      }
    }),
    { numRuns: 2_000 },
  );
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert, AlertLevel, Finding } from '../../../src/core/alerts/alert.ts';
import { type Place, type RoutingFacts, route, type Traffic } from '../../../src/core/alerts/route.ts';
import { defaultTerms, type Subscription } from '../../../src/core/alerts/subscription.ts';
import type { Conversation } from '../../../src/core/chat.ts';

const noon = Date.UTC(2026, 10, 22, 12);

function alertOf(level: AlertLevel, facts: { id?: string; organization?: string; connection?: string } = {}): Alert {
  const { id = 'alert_1', organization = 'org_1', connection: connectionId = 'conn_1' } = facts;
  return {
    ...{ id, organization, level, riskLevel: level, openedAt: 0, updatedAt: 0, changedAt: null },
    connection: { id: connectionId, tenantId: 'tenant-1', name: 'Contoso' },
    about: { kind: 'user', id: `user of ${id}`, name: 'Adele', userPrincipalName: 'adele@contoso.com' },
    ...{ findings: [], findingsTotal: 0, history: [] },
  };
}

function conversationOf(id: string, organization = 'org_1'): Conversation {
  return {
    id,
    organization,
    tenantId: 'tenant-0',
    type: 'channel',
    serviceUrl: 'http://x/',
    approved: true,
    operators: false,
  };
}

function place(id: string, terms: Partial<Subscription> = {}): Place {
  const { organization = 'org_1' } = terms;
  const createdBy = { oid: 'oid', name: 'Megan' };
  const subscription = {
    ...{ ...defaultTerms, organization, conversationId: id, connections: ['conn_1'], createdBy, createdAt: 0 },
    ...terms,
  };
  return { subscription, conversation: conversationOf(id, organization) };
}

function facts(places: readonly Place[], more: Partial<RoutingFacts> = {}): RoutingFacts {
  let ids = 0;
  return { places, traffic: new Map(), isFirst: false, now: noon, newId: () => String(++ids), ...more };
}

function alerts(count: number, level: AlertLevel = 'high') {
  return Array.from({ length: count }, (_, at) => ({ alert: alertOf(level, { id: `alert_${at}` }) }));
}

/** How many alerts came one by one, and how many in digests. */
function shape(count: number, traffic: Traffic, more: Partial<RoutingFacts> = {}) {
  const { postings, digests } = route(
    alerts(count),
    facts([place('soc')], { traffic: new Map([['soc', traffic]]), ...more }),
  );
  const singles = postings.filter(({ digestId }) => digestId === undefined).length;
  return [singles, postings.length - singles, digests.map(({ why }) => why)];
}

describe('storm control', () => {
  it.each([
    [1, 0, [1, 0, []]],
    [5, 0, [5, 0, []]],
    [6, 0, [0, 6, ['storm']]],
    [500, 0, [0, 500, ['storm']]],
    [1, 4, [1, 0, []]],
    [1, 5, [0, 1, ['storm']]],
    [3, 4, [1, 2, ['storm']]],
  ])('a batch of %i after %i singles', (count, singles, expected) => {
    expect(shape(count, { singles })).toEqual(expected);
  });

  it('counts on in the digest that is open', () => {
    expect(shape(3, { singles: 0, counting: 'adigest_9' })).toEqual([0, 3, []]);
  });

  it('puts the first looks at several tenants into one digest, and what comes later on cards', () => {
    const traffic = { singles: 0, first: 'adigest_9' };
    expect(shape(3, traffic, { isFirst: true })).toEqual([0, 3, []]);
    expect(shape(3, traffic)).toEqual([3, 0, []]);
  });

  it('tells the first look at a tenant as one digest, however little it is', () => {
    expect(shape(1, { singles: 0 }, { isFirst: true })).toEqual([0, 1, ['first']]);
  });
});

describe('quiet hours', () => {
  const night = Date.UTC(2026, 10, 22, 2, 30);
  const quiet = { quiet: { from: '22:00', to: '07:00' }, zone: 'Europe/Oslo' };

  it('hold back what is not high, in one digest until they end', () => {
    const tellings = [{ alert: alertOf('medium', { id: 'alert_m' }) }, { alert: alertOf('high', { id: 'alert_h' }) }];
    const { postings, digests } = route(tellings, facts([place('soc', quiet)], { now: night }));
    expect(digests).toEqual([
      { id: 'adigest_1', conversationId: 'soc', why: 'quiet', opensAt: Date.UTC(2026, 10, 22, 6) },
    ]);
    expect(postings.map(({ alert, digestId }) => [alert.id, digestId])).toEqual([
      ['alert_h', undefined],
      ['alert_m', 'adigest_1'],
    ]);
  });

  it('count the time to acknowledge from when they end', () => {
    const escalate = { afterMinutes: 15, conversationId: 'managers' };
    const { postings } = route(
      [{ alert: alertOf('medium') }],
      facts([place('soc', { ...quiet, escalate })], { now: night }),
    );
    expect(postings).toMatchObject([{ escalate: { at: Date.UTC(2026, 10, 22, 6, 15) } }]);
  });

  it('put what comes later into the same digest', () => {
    const traffic = new Map([['soc', { singles: 0, held: { id: 'adigest_9', opensAt: night + 1 } }]]);
    const { postings, digests } = route(alerts(1, 'medium'), facts([place('soc', quiet)], { now: night, traffic }));
    expect([postings[0]?.digestId, digests]).toEqual(['adigest_9', []]);
  });

  it('do not hold back what nobody acknowledged', () => {
    const { postings } = route([{ alert: alertOf('medium'), to: 'soc' }], facts([place('soc', quiet)], { now: night }));
    expect(postings).toEqual([{ conversationId: 'soc', alert: alertOf('medium'), basis: 'subscription' }]);
  });
});

function named(level: AlertLevel, resolved = false): Finding {
  return { kind: 'securityAlert', id: 'a1', what: 'Token theft', source: 'defender', level, resolved };
}

describe('who is told', () => {
  const operators = conversationOf('operators');

  it('those who asked for the level, and with when it goes further', () => {
    const escalate = { afterMinutes: 15, conversationId: 'managers' };
    const { postings } = route(
      [{ alert: alertOf('medium') }],
      facts([place('soc', { escalate }), place('ops', { levels: { ...defaultTerms.levels, riskyUsers: ['high'] } })]),
    );
    expect(postings).toMatchObject([{ conversationId: 'soc', escalate: { at: noon + 15 * 60_000, to: 'managers' } }]);
  });

  it.each<[string, Partial<Alert>, Partial<Subscription['levels']>, boolean]>([
    ['a setting', { about: { kind: 'policy', id: 'key', title: 'A setting' } }, { drift: true }, true],
    ['no setting', { about: { kind: 'policy', id: 'key', title: 'A setting' } }, { drift: false }, false],
    ['a user whom a security alert names', { findings: [named('high')] }, { securityAlerts: ['high'] }, true],
    ['nobody whom one of another level names', { findings: [named('medium')] }, { securityAlerts: ['high'] }, false],
    [
      'nobody whom one named that is resolved',
      { findings: [named('high', true)] },
      { securityAlerts: ['high'] },
      false,
    ],
  ])('those who asked for the source: %s', (_name, more, levels, isTold) => {
    const terms = { levels: { riskyUsers: [], securityAlerts: [], drift: false, ...levels } };
    const { postings } = route([{ alert: { ...alertOf('medium'), ...more } }], facts([place('soc', terms)]));
    expect(postings.map(({ conversationId }) => conversationId)).toEqual(isTold ? ['soc'] : []);
  });

  it('the operators of what is high and nobody asked for', () => {
    const high = route([{ alert: alertOf('high') }], facts([], { operators }));
    expect(high.postings).toMatchObject([{ conversationId: 'operators', basis: 'operators' }]);
    expect(route([{ alert: alertOf('medium') }], facts([], { operators })).postings).toEqual([]);
    expect(route([{ alert: alertOf('high') }], facts([place('soc')], { operators })).postings).toMatchObject([
      { conversationId: 'soc' },
    ]);
  });
});

it('never tells a conversation of a connection it does not follow: 10,000 alerts, 50 tenants, two organizations', () => {
  const organizations = ['org_1', 'org_2'];
  // The last tenant is connected by both, each with a connection of its own.
  const connections = Array.from({ length: 51 }, (_, at) => ({
    id: `conn_${at}`,
    organization: organizations[at % 2] ?? '',
    tenantId: `tenant-${Math.min(at, 49)}`,
  }));
  const subset = fc.subarray(
    connections.map(({ id }) => id),
    { minLength: 1 },
  );
  fc.assert(
    fc.property(
      fc.array(subset, { minLength: 6, maxLength: 6 }),
      fc.infiniteStream(fc.constantFrom(...connections)),
      (followed, stream) => {
        const places = followed.map((ids, at) =>
          place(`canary ${at}`, { organization: organizations[at % 2] ?? '', connections: ids }),
        );
        const followedBy = new Map(places.map(({ subscription }) => [subscription.conversationId, subscription]));
        for (let told = 0; told < 2_000; told += 50) {
          const tellings = [...stream.take(50)].map(({ id: connection, organization }, at) => ({
            alert: alertOf('high', { id: `alert_${told + at}`, organization, connection }),
          }));
          for (const { conversationId, alert } of route(tellings, facts(places)).postings) {
            const subscription = followedBy.get(conversationId);
            expect(subscription?.connections).toContain(alert.connection.id);
            expect(subscription?.organization).toBe(alert.organization);
          }
        }
      },
    ),
    { numRuns: 5 },
  );
});

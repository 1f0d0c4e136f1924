import { setTimeout as wait } from 'node:timers/promises';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Reading } from '../../src/core/graph-answers.ts';
import type { RateSlot } from '../../src/core/rate-slot.ts';
import { deniedAuthorization, refusalCases, tokenCases } from './graph-refusals.ts';
import { openTenant, type Simulated, startSimulated, type Tenant } from './tenant.ts';

const userAtRisk = 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819201';
const anySource = 'identityProtection|alerts_v2';
const sources = ['riskyUsers', 'riskDetections', 'securityAlerts'] as const;
const collections = { riskyUsers: 'riskyUsers', riskDetections: 'riskDetections', securityAlerts: 'alerts_v2' };

let simulated: Simulated;
let tenant: Tenant;

beforeAll(async () => {
  simulated = await startSimulated();
  return simulated.close;
});

beforeEach(async () => {
  await simulated.reset();
  tenant = await openTenant({}, simulated);
});

function meaning(reading: Reading<unknown>): string {
  return reading.status === 'ok' ? 'ok' : `${reading.status} ${reading.refusal.reason}`;
}

async function readAll(fresh = false) {
  return tenant.signals.readAll(tenant.connection, fresh);
}

async function meanings(): Promise<string[]> {
  const reading = await readAll(true);
  return sources.map((source) => meaning(reading[source]));
}

async function itemsOf(source: (typeof sources)[number]): Promise<readonly object[]> {
  const reading = (await readAll(true))[source];
  return reading.status === 'ok' ? reading.value.items : [];
}

describe('a reading of the signals', () => {
  it('takes one request per source, and one turn for each of Identity Protection', async () => {
    const { readAt, riskyUsers, riskDetections, securityAlerts } = await readAll();
    expect(readAt).toBe(tenant.clock.now());
    expect(riskyUsers).toMatchObject({
      value: { items: [{ id: userAtRisk, riskLevel: 'high' }, {}], truncated: false },
    });
    expect(riskDetections).toMatchObject({ value: { items: { length: 4 }, truncated: false } });
    const user = { id: userAtRisk, userPrincipalName: 'alex.wilber@contoso.com' };
    expect(securityAlerts).toMatchObject({ value: { items: [{ incidentId: '28282', users: [user] }] } });
    expect((await tenant.requests()).map(decodeURIComponent).sort()).toEqual([
      `GET /identityProtection/riskDetections?$filter=detectedDateTime ge ${weekAgo()}&$top=100`,
      "GET /identityProtection/riskyUsers?$filter=riskState eq 'atRisk' or riskState eq 'confirmedCompromised'&$top=100" +
        '&$select=id,userPrincipalName,userDisplayName,riskLevel,riskState,riskDetail,riskLastUpdatedDateTime,isDeleted,isProcessing',
      `GET /security/alerts_v2?$filter=status ne 'resolved' and createdDateTime ge ${weekAgo()}&$top=100`,
    ]);
    expect(tenant.slots).toEqual([tenant.connection.tenantId, tenant.connection.tenantId]);
  });

  it('shows enumeration members as Graph has them, also new ones', async () => {
    await tenant.signal({ kind: 'securityAlert', serviceSource: 'microsoftSentinel' });
    expect(await itemsOf('securityAlerts')).toContainEqual(
      expect.objectContaining({ serviceSource: 'microsoftSentinel' }),
    );
  });

  it('is shared by 200 who ask at the same time', async () => {
    const readings = await Promise.all(Array.from({ length: 200 }, () => readAll()));
    expect(new Set(readings).size).toBe(1);
    expect(await tenant.requests()).toHaveLength(3);
  });

  it('is kept for its time, unless somebody wants it fresh or changes a risk', async () => {
    tenant = await openTenant({ readCacheMs: 30_000 }, simulated);
    const first = await readAll();
    expect(await readAll()).toBe(first);
    const second = await readAll(true);
    expect(second).not.toBe(first);
    await tenant.fault({ path: 'dismiss', status: 404 });
    await tenant.users.dismissRisk(tenant.connection, userAtRisk);
    const third = await readAll();
    expect(third).not.toBe(second);
    await tenant.users.confirmCompromised(tenant.connection, userAtRisk);
    const fourth = await readAll();
    expect(fourth).not.toBe(third);
    tenant.clock.pass(31_000);
    expect(await readAll()).not.toBe(fourth);
  });
});

function weekAgo(): string {
  return `${new Date(tenant.clock.now() - 7 * 86_400_000).toISOString().slice(0, 19)}Z`;
}

describe('what a source refuses', () => {
  it.each(refusalCases)('row %i on every source: %s means %s', async (_, __, expected, fault) => {
    await tenant.fault({ path: anySource, ...fault });
    expect(await meanings()).toEqual([expected, expected, expected]);
  });

  it.each(tokenCases)('row %i at the token endpoint: %s means %s', async (_, __, expected, fault) => {
    await tenant.fault(fault);
    expect(await meanings()).toEqual([expected, expected, expected]);
  });

  it('row 12: denied without the role, consent is missing, and which role is told', async () => {
    await tenant.grant(['Policy.Read.All']);
    await tenant.fault({ path: anySource, ...deniedAuthorization });
    const reading = await readAll();
    const permissions = sources.map((source) => {
      const one = reading[source];
      return one.status === 'ok' ? 'ok' : `${one.status} ${one.refusal.permission}`;
    });
    expect(permissions).toEqual([
      'needsConsent IdentityRiskyUser.Read.All',
      'needsConsent IdentityRiskEvent.Read.All',
      'needsConsent SecurityAlert.Read.All',
    ]);
  });

  it('row 13: denied with the role, it is an error', async () => {
    await tenant.fault({ path: anySource, ...deniedAuthorization });
    expect(await meanings()).toEqual(['error rejected', 'error rejected', 'error rejected']);
  });

  it('rows 14 and 15: no Defender is no licence, and only there', async () => {
    const unknown403 = { status: 403, body: { error: { code: 'Forbidden', message: 'No.' } } };
    await tenant.fault({ path: anySource, ...unknown403 });
    expect(await meanings()).toEqual(['error rejected', 'error rejected', 'notLicensed notLicensed']);
    await tenant.fault({ path: anySource, status: 404 });
    expect(await meanings()).toEqual(['error notFound', 'error notFound', 'notLicensed notLicensed']);
  });

  it('row 17: a cut connection is an error', async () => {
    await tenant.fault({ path: anySource, drop: 'before' });
    expect(await meanings()).toEqual(['error unavailable', 'error unavailable', 'error unavailable']);
  });

  it.each(['[]', '{"value":{}}', '{}', 'null', '{"value":', '<html>', ''])(
    'an answer without a list is an error: %j',
    async (rawBody) => {
      await tenant.fault({ path: anySource, rawBody });
      expect(await meanings()).toEqual(['error badResponse', 'error badResponse', 'error badResponse']);
    },
  );

  it('never touches another source: all 64 combinations', async () => {
    const states: Record<string, object | undefined> = {
      ok: undefined,
      needsConsent: refusalCases.find(([row]) => row === 11)?.[3],
      notLicensed: refusalCases.find(([row]) => row === 10)?.[3],
      error: { status: 418 },
    };
    const names = Object.keys(states);
    const combinations = names.flatMap((a) => names.flatMap((b) => names.map((c) => [a, b, c])));
    for (const combination of combinations) {
      const faults = sources.map((source, at) => ({ path: collections[source], fault: states[combination[at]!] }));
      await tenant.fault(...faults.flatMap(({ path, fault }) => (fault ? [{ path, ...fault }] : [])));
      const reading = await readAll(true);
      expect(sources.map((source) => reading[source].status)).toEqual(combination);
    }
  });
});

describe('a filter that the service does not take', () => {
  const refuseCompound = { status: 400, body: { error: { code: 'BadRequest', message: 'Invalid filter clause' } } };

  it('is asked for in simpler words, and misses no user at risk', async () => {
    await tenant.signal({ kind: 'riskyUser', userPrincipalName: 'new@contoso.com', riskState: 'confirmedCompromised' });
    await tenant.signal({ kind: 'riskyUser', userPrincipalName: 'old@contoso.com', riskState: 'dismissed' });
    await tenant.fault({ path: 'riskyUsers.*(%20or%20)', ...refuseCompound });
    const states = (await itemsOf('riskyUsers')).map((user) => Object(user).riskState);
    expect(states.sort()).toEqual(['atRisk', 'atRisk', 'confirmedCompromised']);
  });

  it('is applied here instead', async () => {
    await tenant.signal({ kind: 'securityAlert', status: 'resolved' });
    await tenant.fault({ path: 'alerts_v2.*(%20ne%20)', ...refuseCompound });
    expect(await itemsOf('securityAlerts')).toMatchObject([{ status: 'new' }]);
  });

  it('in any words is an error', async () => {
    await tenant.fault({ path: anySource, ...refuseCompound });
    expect(await meanings()).toEqual(['error rejected', 'error rejected', 'error rejected']);
  });
});

function users(count: number) {
  return Array.from({ length: count }, (_, at) => ({
    id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    riskState: 'atRisk',
  }));
}

describe('pages', () => {
  it('are followed, to a thousand', async () => {
    await tenant.documents({ '/identityProtection/riskyUsers': users(250) });
    expect((await readAll()).riskyUsers).toMatchObject({ value: { items: { length: 250 }, truncated: false } });
    await tenant.documents({ '/identityProtection/riskyUsers': users(1_001) });
    expect((await readAll(true)).riskyUsers).toMatchObject({ value: { items: { length: 1_000 }, truncated: true } });
  });

  it('that cannot be read leave the source what it has', async () => {
    await tenant.documents({ '/identityProtection/riskyUsers': users(250) });
    await tenant.fault({ path: 'riskyUsers.*skiptoken', status: 403 });
    expect((await readAll()).riskyUsers).toMatchObject({ value: { items: { length: 100 }, truncated: true } });
  });

  it('elsewhere are not followed', async () => {
    const body = {
      value: users(1),
      '@odata.nextLink': 'https://graph.example.com/v1.0/identityProtection/riskyUsers?x',
    };
    await tenant.fault({ path: 'riskyUsers', body });
    expect(meaning((await readAll()).riskyUsers)).toBe('error badResponse');
  });
});

describe('a look at what changed', () => {
  const since = { riskDetections: Date.UTC(2026, 10, 22, 4, 30), securityAlerts: Date.UTC(2026, 10, 22, 5) };
  const look = () => tenant.signals.readChanged(tenant.connection, since);

  it('asks from a time on for whatever changed, and takes only turns that nobody waits for', async () => {
    const spare: string[] = [];
    const rateSlot: RateSlot = { next: () => expect.unreachable(), spare: async (of) => Number(spare.push(of)) * 0 };
    tenant = await openTenant({ rateSlot, readCacheMs: 30_000 }, simulated);
    await tenant.signal({ kind: 'securityAlert', status: 'resolved', lastUpdateDateTime: '2026-11-22T06:00:00Z' });
    const { securityAlerts } = await look();
    expect(securityAlerts).toMatchObject({ value: { items: [{ status: 'new' }, { status: 'resolved' }] } });
    expect(spare).toEqual([tenant.connection.tenantId, tenant.connection.tenantId]);
    expect((await tenant.requests()).map(decodeURIComponent).sort()).toEqual([
      'GET /identityProtection/riskDetections?$filter=lastUpdatedDateTime ge 2026-11-22T04:30:00Z&$top=100',
      expect.stringContaining("GET /identityProtection/riskyUsers?$filter=riskState eq 'atRisk'"),
      'GET /security/alerts_v2?$filter=lastUpdateDateTime ge 2026-11-22T05:00:00Z&$top=100',
    ]);
    await look();
    expect(await tenant.requests()).toHaveLength(6);
  });

  it('finds whose risk changed lately among more users than are read', async () => {
    const monthAgo = new Date(tenant.clock.now() - 30 * 86_400_000).toISOString();
    const yesterday = new Date(tenant.clock.now() - 86_400_000).toISOString();
    const crowd = users(1_000).map((user) => ({ ...user, riskLastUpdatedDateTime: monthAgo }));
    const [first] = crowd;
    const late = { id: userAtRisk, riskState: 'atRisk', riskLastUpdatedDateTime: yesterday };
    const dismissed = { ...first, riskState: 'dismissed', riskLastUpdatedDateTime: yesterday };
    await tenant.documents({
      '/identityProtection/riskyUsers': [...crowd.slice(1), users(1_001)[1_000], late, dismissed],
    });
    const { riskyUsers } = await look();
    expect(riskyUsers).toMatchObject({ value: { truncated: true, items: { length: 1_002 } } });
    const items = riskyUsers.status === 'ok' ? riskyUsers.value.items : [];
    expect(items.slice(-2)).toMatchObject([{ id: userAtRisk }, { id: first!.id, riskState: 'dismissed' }]);
    await tenant.fault({ path: 'riskLastUpdatedDateTime%20ge', status: 400 });
    expect((await look()).riskyUsers).toMatchObject({ value: { truncated: true, items: { length: 1_000 } } });
  });
});

describe('one user', () => {
  const readUser = (id = userAtRisk) => tenant.signals.readRiskyUser(tenant.connection, id);

  it('has a risk, whatever its state', async () => {
    expect(await readUser()).toMatchObject({ value: { id: userAtRisk, riskState: 'atRisk' } });
    await tenant.users.dismissRisk(tenant.connection, userAtRisk);
    expect(await readUser()).toMatchObject({ value: { riskState: 'dismissed' } });
  });

  it('may be unknown to Identity Protection', async () => {
    expect(await readUser('b2c3d4e5-1f20-4a3b-8c4d-5e6f70819205')).toEqual({ status: 'ok', value: undefined });
  });

  it('is not another one', async () => {
    await tenant.fault({ path: 'riskyUsers/', body: { id: userAtRisk.replace('b2', 'b3') } });
    expect(meaning(await readUser())).toBe('error badResponse');
  });

  it('has detections: newest first, a hundred at most, in one request', async () => {
    const detections = Array.from({ length: 130 }, (_, at) => ({
      id: `d${at}`,
      userId: userAtRisk,
      detectedDateTime: new Date(Date.UTC(2026, 10, 1, 0, at)).toISOString(),
    }));
    await tenant.documents({ '/identityProtection/riskDetections': [...detections, { id: 'x', userId: 'another' }] });
    const reading = await tenant.signals.readDetectionsOf(tenant.connection, userAtRisk);
    expect(reading).toMatchObject({
      value: { items: { length: 100, 0: { id: 'd99' }, 99: { id: 'd0' } }, truncated: true },
    });
    expect(await tenant.requests()).toHaveLength(1);
  });
});

describe('the pace of Identity Protection', () => {
  /** As the store keeps it: each next turn a gap later. */
  function slotsEvery(gapMs: number): RateSlot & { turns: number[] } {
    const turns: number[] = [];
    return {
      turns,
      async next() {
        const now = Date.now();
        turns.push(Math.max(now, (turns.at(-1) ?? 0) + gapMs));
        return turns.at(-1)! - now;
      },
      spare: async () => 0,
    };
  }

  it('is kept by waiting for each request, also for a retry', async () => {
    const turns = [0, 1_100, 2_200, 3_300, 4_400];
    const rateSlot = { next: async () => turns.shift() ?? 0, spare: async () => 0 };
    tenant = await openTenant({ rateSlot }, simulated);
    await tenant.fault({ path: 'riskyUsers', status: 429, headers: { 'retry-after': '1' }, times: 1 });
    expect(await meanings()).toEqual(['ok', 'ok', 'ok']);
    expect(tenant.clock.slept.sort((a, b) => a - b)).toEqual([1_000, 1_100, 2_200]);
  });

  it('is seen by the tenant, among all who read and write', async () => {
    const runtime = { now: Date.now, sleep: (ms: number) => wait(ms) };
    const rateSlot = slotsEvery(150);
    tenant = await openTenant({ runtime, rateSlot }, simulated);
    await Promise.all([
      readAll(true),
      tenant.signals.readRiskyUser(tenant.connection, userAtRisk),
      tenant.signals.readDetectionsOf(tenant.connection, userAtRisk),
      tenant.users.confirmCompromised(tenant.connection, userAtRisk),
    ]);
    const paced = (await tenant.logged()).filter(({ path }) => path.startsWith('/identityProtection/'));
    const seen = paced.map(({ at }) => Date.parse(at)).sort((a, b) => a - b);
    expect(seen).toHaveLength(5);
    // A timer may fire a millisecond early.
    const early = seen.filter((at, index) => at < (rateSlot.turns[index] ?? Number.POSITIVE_INFINITY) - 1);
    expect(early).toEqual([]);
  });
});

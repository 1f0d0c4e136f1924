import { describe, expect, it } from 'vitest';
import { authorizer } from '../../../src/core/access.ts';
import { missingAppRoles, neededAppRoles } from '../../../src/core/app-roles.ts';
import type { Conversation } from '../../../src/core/chat.ts';
import { type ConsentReturn, consentReceiver } from '../../../src/core/consent/consent-answer.ts';
import { consentVerbs } from '../../../src/core/consent/consent-verbs.ts';
import { proveDue } from '../../../src/core/consent/proving.ts';
import { fakeAccess, homeTenant, organization, person } from '../fakes/access.ts';
import { codeOf } from '../fakes/code-of.ts';
import { connection } from '../fakes/connections.ts';
import { fakeConsentPort, fakeConsents } from '../fakes/consents.ts';
import { recordingJournal } from '../fakes/journal.ts';
import { refused } from '../fakes/policies.ts';
import { graphDown } from '../fakes/refusals.ts';
import { virtualRuntime } from '../fakes/runtime.ts';

const megan = person('megan');
const via = { channel: 'chat', conversation: 'a:megan' } as const;
const chat: Conversation = {
  ...{ id: 'a:megan', organization, tenantId: homeTenant, type: 'personal', serviceUrl: 'https://x' },
  ...{ approved: false, operators: false },
};
const fabrikam = '5d0e7b42-91ac-4f3e-8a27-6c4b9e1f0d58';
const all = [...neededAppRoles.read, ...neededAppRoles.write];
const consentGone = { status: 'needsConsent', reason: 'appNotConsented', needsReconsent: true } as const;
const proofOf = (appRoles: readonly string[], name = 'Fabrikam') =>
  ({ status: 'ok', value: { name, appRoles } }) as const;

function setUp() {
  const runtime = { ...virtualRuntime(), offset: 0 };
  const start = runtime.now();
  const clock = { ms: start };
  runtime.now = () => clock.ms;
  const access = fakeAccess();
  access.roles.set(megan.oid, ['admin']);
  const journal = recordingJournal();
  const fake = fakeConsents(() => clock.ms);
  const microsoft = fakeConsentPort();
  microsoft.answers.domains.set('fabrikam.com', fabrikam);
  const connections = {
    list: async (of: string) => fake.connections.filter(({ organization: whose }) => whose === of),
    find: async (_of: string, id: string) => fake.connections.find((one) => one.id === id),
  };
  const organizations = [{ id: organization, name: 'Default', entitlements: [], createdAt: 0 }];
  const ports = {
    authorize: authorizer(access, journal),
    organizations: { list: async () => organizations },
    journal,
    connections,
    requests: fake.store,
    consent: microsoft.port,
    due: fake.dueTable,
    runtime,
    linkTtlMs: 600_000,
    callbackUrl: (): string | undefined => 'https://bulwark.example/connect/callback',
  };
  const receive = consentReceiver({ requests: fake.store, journal, runtime, organization });
  const verbs = consentVerbs(ports);
  const share = () => void organizations.push({ id: 'org_other', name: 'Other', entitlements: [], createdAt: 1 });
  const people = { access, journal, share };
  return { ...fake, ...verbs, clock, ...people, microsoft, ports, receive, proveDue: () => proveDue(ports) };
}

const stateIn = (link: string) => new URL(link).searchParams.get('state') ?? '';

async function started(typed = 'fabrikam.com') {
  const world = setUp();
  const { request, link } = await world.start(megan, via, chat, { typed });
  const back = (answer: Partial<ConsentReturn> = {}) =>
    world.receive({ state: stateIn(link), tenant: fabrikam, adminConsent: true, ...answer });
  const now = () => world.find(organization, request.id);
  return { ...world, request, link, back, stored: now };
}

describe('asking', () => {
  it('is for admins, in a 1:1 chat, where the server knows its address', async () => {
    const { start, ports, journal } = setUp();
    expect(await codeOf(start(person('lee'), via, chat, {}))).toBe('not_allowed');
    expect(journal.denials).toMatchObject([{ verb: 'connect', why: 'not_allowed' }]);
    expect(await codeOf(start(megan, via, { ...chat, type: 'channel' }, {}))).toBe('invalid_request');
    ports.callbackUrl = () => undefined;
    expect(await codeOf(consentVerbs(ports).start(megan, via, chat, {}))).toBe('precondition_failed');
  });

  it('means the home tenant, a tenant id, or whoever owns the domain', async () => {
    const { start } = setUp();
    const wishes = [{}, { typed: fabrikam.toUpperCase() }, { typed: 'Fabrikam.com' }];
    const started = await Promise.all(wishes.map((wish) => start(megan, via, chat, wish)));
    expect(started.map(({ request }) => request.tenantId)).toEqual([homeTenant, fabrikam, fabrikam]);
    for (const typed of ['nowhere.example', 'not a domain', '../x', 'fabrikam.com/..', 'a'.repeat(300)]) {
      expect(await codeOf(start(megan, via, chat, { typed })), typed).toBe('invalid_request');
    }
    expect(await codeOf(start(megan, via, chat, { connectionId: 'conn_foreign' }))).toBe('unknown_connection');
  });

  it('keeps nothing of the secret but its hash, and never gives the same one twice', async () => {
    const { start, requests, rows } = setUp();
    const links = [await start(megan, via, chat, {}), await start(megan, via, chat, {})].map(({ link }) => link);
    expect(new Set(links.map(stateIn)).size).toBe(2);
    for (const link of links) {
      expect(stateIn(link)).toHaveLength(52);
      expect(JSON.stringify([[...requests.values()], rows])).not.toContain(stateIn(link));
    }
  });
});

describe('what the browser brings back', () => {
  it('is looked at for an error first, whatever else it says', async () => {
    const { back, stored, due } = await started();
    expect(await back({ error: 'access_denied' })).toBe('refused');
    expect([await stored(), due.size]).toMatchObject([{ state: 'refused' }, 0]);
  });

  it('counts for the expected tenant only', async () => {
    const { back, stored, due } = await started();
    expect(await back({ tenant: homeTenant })).toBe('wrongTenant');
    expect([await stored(), due.size]).toMatchObject([{ state: 'wrongTenant' }, 0]);
  });

  it.each([{ tenant: undefined }, { tenant: '' }, { tenant: `${fabrikam} ` }])(
    'with no such tenant is refused: %j',
    async (answer) => {
      const { receive, link } = await started();
      const returned = { state: stateIn(link), adminConsent: true, ...(answer.tenant === undefined ? {} : answer) };
      expect(await receive(returned as ConsentReturn)).toBe('wrongTenant');
    },
  );

  it('without admin_consent is no consent', async () => {
    const { back } = await started();
    expect(await back({ adminConsent: false })).toBe('refused');
  });

  it('works once, and a replay is recorded', async () => {
    const { back, journal } = await started();
    expect([await back(), await back(), await back({ error: 'x' })]).toEqual(['proving', 'used', 'used']);
    expect(journal.denials.map(({ why }) => why)).toEqual(['used_link', 'used_link']);
  });

  it('comes too late after ten minutes', async () => {
    const { back, stored, clock } = await started();
    clock.ms += 600_000;
    expect(await back()).toBe('expired');
    expect(await stored()).toMatchObject({ state: 'expired' });
  });

  it('with a forged state belongs to nobody, and is recorded', async () => {
    const { receive, journal, connections } = await started();
    expect(await receive({ state: 'forged', tenant: fabrikam, adminConsent: true })).toBe('unknown');
    expect(journal.denials).toMatchObject([
      { why: 'unknown_state', actor: { organization, name: 'consent callback' } },
    ]);
    expect(connections).toEqual([]);
  });
});

describe('the proof', () => {
  it('makes the connection, with what was granted and who asked', async () => {
    const { back, proveDue, microsoft, connections, stored, due, rows } = await started();
    await back();
    expect(connections).toEqual([]);
    microsoft.answers.proof = proofOf(all);
    await proveDue();
    expect(connections).toMatchObject([
      {
        tenantId: fabrikam,
        name: 'Fabrikam',
        mode: 'aiPilot',
        health: 'ok',
        appRoles: all.toSorted(),
        connectedBy: 'megan',
      },
    ]);
    expect(connections[0]?.id).toMatch(/^conn_[0-9a-z]{26}$/);
    expect([await stored(), due.size]).toMatchObject([{ state: 'granted', missing: [] }, 0]);
    expect(rows.map(({ type, detail }) => [type, detail['outcome']])).toEqual([
      ['connection', undefined],
      ['connection', 'returned'],
      ['connection', 'granted'],
    ]);
  });

  it('is tried again after 5, 15, 30 and 60 seconds, and then has failed', async () => {
    const { back, proveDue, microsoft, clock, stored, due } = await started();
    await back();
    const tried: number[] = [];
    const from = clock.ms;
    for (let second = 0; second <= 200; second++) {
      clock.ms = from + second * 1_000;
      if ((await proveDue()) > 0) tried.push(second);
    }
    expect(tried).toEqual([0, 5, 20, 50, 110]);
    expect(microsoft.proved).toHaveLength(5);
    expect([await stored(), due.size]).toMatchObject([
      { state: 'failed', why: expect.stringMatching(/no consent/) },
      0,
    ]);
  });

  it('of a part connects at once and goes on looking for the rest', async () => {
    const { back, proveDue, microsoft, clock, connections, stored, due } = await started();
    await back();
    microsoft.answers.proof = proofOf(neededAppRoles.read);
    await proveDue();
    expect(connections).toMatchObject([{ mode: 'read', health: 'degraded' }]);
    expect(await stored()).toMatchObject({ state: 'granted', missing: missingAppRoles(neededAppRoles.read) });
    clock.ms += 5_000;
    microsoft.answers.proof = proofOf(all);
    await proveDue();
    expect(connections).toMatchObject([{ mode: 'aiPilot', health: 'ok' }]);
    expect(due.size).toBe(0);
  });

  it('of the same part twice records it once', async () => {
    const { back, proveDue, microsoft, clock, rows } = await started();
    await back();
    microsoft.answers.proof = proofOf(neededAppRoles.read);
    for (const wait of [0, 5_000, 15_000, 30_000, 60_000]) {
      clock.ms += wait;
      await proveDue();
    }
    expect(rows.filter(({ detail }) => detail['outcome'] === 'granted')).toHaveLength(1);
  });

  it('keeps names apart, for people name a connection by its name', async () => {
    const { start, receive, proveDue, microsoft, connections } = setUp();
    for (const typed of ['fabrikam.com', undefined]) {
      const { request, link } = await start(megan, via, chat, typed ? { typed } : {});
      await receive({ state: stateIn(link), tenant: request.tenantId, adminConsent: true });
      microsoft.answers.proof = proofOf(all, 'Same @ name');
      await proveDue();
    }
    expect(connections.map(({ name }) => name)).toEqual(['Same name', 'Same name (11111111)']);
  });
});

describe('Check now', () => {
  it('looks at a tenant that has answered, and not at one that has not', async () => {
    const { check, back, request, microsoft } = await started();
    microsoft.answers.proof = proofOf(all);
    expect(await codeOf(check(megan, via, request.id))).toBe('precondition_failed');
    expect(microsoft.proved).toEqual([]);
    await back();
    expect(await check(megan, via, request.id)).toMatchObject({ state: 'granted' });
  });

  it('finds consent that was granted again in Entra itself', async () => {
    const { check, start, back, proveDue, microsoft, request } = await started();
    await back();
    microsoft.answers.proof = proofOf(neededAppRoles.read);
    await proveDue();
    expect(request.id).not.toBe('');
    const again = await start(megan, via, chat, { typed: fabrikam });
    expect(again.request.connectionId).toMatch(/^conn_/);
    expect(await codeOf(check(megan, via, again.request.id))).toBe('precondition_failed');
    microsoft.answers.proof = proofOf(all);
    expect(await check(megan, via, again.request.id)).toMatchObject({ state: 'granted', missing: [] });
  });

  it('is for admins of that organization', async () => {
    const { check, request } = await started();
    expect(await codeOf(check(person('lee'), via, request.id))).toBe('not_allowed');
    expect(await codeOf(check({ ...megan, organization: 'org_other' }, via, request.id))).toBe('unknown_connection');
  });
});

describe('where organizations share an installation', () => {
  const rival = { ...connection('conn_rival'), organization: 'org_other', tenantId: fabrikam };
  const foreign = { code: 'precondition_failed', why: 'foreign_consent' };

  async function asking(prepare: (world: ReturnType<typeof setUp>) => unknown, typed: string | undefined = fabrikam) {
    const world = setUp();
    world.share();
    await prepare(world);
    const code = await codeOf(world.start(megan, via, chat, typed ? { typed } : {}));
    return { code, why: world.journal.denials.at(-1)?.why };
  }

  it('a consent that was there before the link is nobody’s to claim', async () => {
    expect(await asking(({ microsoft }) => (microsoft.answers.proof = proofOf(all)))).toEqual(foreign);
    expect(await asking(({ microsoft }) => (microsoft.answers.proof = refused(graphDown)))).toMatchObject({
      code: 'graph_failed',
    });
  });

  it('a tenant that another organization has, or waits for, is not asked for', async () => {
    expect(await asking(({ connections }) => connections.push(rival))).toEqual(foreign);
    const lee = { ...person('lee'), organization: 'org_other', tenantId: 'elsewhere' };
    const waiting = async ({ start, access }: ReturnType<typeof setUp>) => {
      access.roles.set(lee.oid, ['admin']);
      await start(lee, via, chat, { typed: fabrikam });
    };
    expect(await asking(waiting)).toEqual(foreign);
  });

  it('everybody else connects: the tenant’s own people, who has it already, and a consent of one’s own', async () => {
    const world = setUp();
    world.share();
    world.connections.push({ ...rival, tenantId: homeTenant }, { ...rival, id: 'conn_own', organization });
    world.microsoft.answers.proof = proofOf(all);
    await world.start(megan, via, chat, {});
    await world.start(megan, via, chat, { connectionId: 'conn_own' });
    world.connections.length = 0;
    world.microsoft.answers.proof = refused(consentGone);
    const { request, link } = await world.start(megan, via, chat, { typed: fabrikam });
    world.microsoft.answers.proof = proofOf(all);
    await world.receive({ state: stateIn(link), tenant: fabrikam, adminConsent: true });
    await world.proveDue();
    expect(await world.find(organization, request.id)).toMatchObject({ state: 'granted' });
  });

  it('what another organization connected meanwhile is not connected again', async () => {
    const world = setUp();
    world.share();
    const { request, link } = await world.start(megan, via, chat, { typed: fabrikam });
    world.connections.push(rival);
    world.microsoft.answers.proof = proofOf(all);
    await world.receive({ state: stateIn(link), tenant: fabrikam, adminConsent: true });
    await world.proveDue();
    const failed = { state: 'failed', why: expect.stringContaining('whose consent') };
    expect(await world.find(organization, request.id)).toMatchObject(failed);
    expect(world.connections).toEqual([rival]);
    expect(world.rows.at(-1)?.detail).toMatchObject({ outcome: 'failed', why: 'foreign_consent' });
  });
});

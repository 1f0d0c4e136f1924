import { describe, expect, it } from 'vitest';
import { authorizer } from '../../../src/core/access.ts';
import type { Role } from '../../../src/core/actors.ts';
import { type Alert, alertState } from '../../../src/core/alerts/alert.ts';
import { alertDigestVerbs } from '../../../src/core/alerts/alert-digest-verbs.ts';
import type { AlertChange, AlertDigest } from '../../../src/core/alerts/alert-store.ts';
import { alertVerbs } from '../../../src/core/alerts/alert-verbs.ts';
import { fakeAccess, organization, person } from '../fakes/access.ts';
import { recordingJournal } from '../fakes/journal.ts';
import { episodes, user } from './episodes.ts';

const via = { channel: 'chat', conversation: 'soc' } as const;
const now = 1_000;
const sighting = user('adele', 'high');
const policy = { ...sighting, about: { kind: 'policy', id: 'key', title: 'A setting' } } as const;
const soc = { id: 'soc', organization, tenantId: 't', type: 'channel', serviceUrl: 'http://x/' } as const;

function rig(facts: Partial<Alert> = {}, about: 'user' | 'policy' = 'user') {
  const { look } = episodes();
  const [opened] = look({ sightings: [about === 'user' ? sighting : policy] }, 1).alerts;
  let kept = { ...(opened as Alert), organization, ...facts };
  const written: unknown[] = [];
  const access = fakeAccess();
  for (const role of ['responder', 'hardener', 'viewer'] satisfies Role[]) access.roles.set(`oid-${role}`, [role]);
  const digest: AlertDigest = {
    ...{ id: 'adigest_1', organization, conversationId: 'soc', why: 'storm', openedAt: 1 },
    ...{ byLevel: { high: 7, medium: 0, low: 0 }, alerts: [kept], total: 7 },
  };
  const pages: unknown[] = [];
  const alerts = {
    find: async (of: string, id: string) => (of === organization && id === kept.id ? { alert: kept, now } : undefined),
    async change(_of: string, _id: string, change: (alert: Alert, at: number) => AlertChange | undefined) {
      const changed = change(kept, now);
      if (changed) written.push(changed.entry.detail);
      kept = changed?.alert ?? kept;
      return { alert: kept, now };
    },
    async findDigest(_of: string, id: string, page: object) {
      pages.push(page);
      return id === digest.id ? { ...digest, now } : undefined;
    },
  } as never;
  const authorize = authorizer(access, recordingJournal());
  const verbs = alertVerbs({ authorize, alerts, store: { find: async () => undefined } });
  return {
    verbs,
    digests: alertDigestVerbs({ authorize, alerts }),
    pages,
    written,
    id: kept.id,
    state: () => alertState(kept, now),
  };
}

const handled = { verb: 'contain', operationId: 'op_1', by: 'Megan', at: 1 } as const;
const later = { hours: 8, reason: 'on a plane' };

describe('an alert is taken', () => {
  it.each<[string, Partial<Alert>, boolean]>([
    ['while it is open', {}, false],
    ['while it is snoozed', { snoozed: { by: 'Megan', at: 1, until: now + 1, reason: 'later' } }, false],
    ['when containing came to nothing', { handled: { ...handled, status: 'failed' } }, false],
    ['not when it is closed', { closed: { at: 2, how: 'remediated' } }, true],
    ['not when its user is being contained', { handled: { ...handled, status: 'running' } }, true],
    ['not when its user is contained', { handled: { ...handled, status: 'done' } }, true],
    ['not when somebody has it', { acknowledged: { by: 'Megan', oid: 'oid-megan', at: 1 } }, true],
  ])('%s', async (_name, facts, already) => {
    const { verbs, id, written } = rig(facts);
    expect(await verbs.acknowledge(person('responder'), via, id)).toMatchObject({ already });
    expect(written).toHaveLength(already ? 0 : 1);
  });

  it.each([
    ['user', 'responder', 'hardener'],
    ['policy', 'hardener', 'responder'],
  ] as const)('that is about a %s by a %s, not by a %s', async (about, may, mayNot) => {
    const { verbs, id, state } = rig({}, about);
    for (const who of [mayNot, 'viewer', 'nobody']) {
      await expect(verbs.acknowledge(person(who), via, id)).rejects.toMatchObject({ refusal: 'not_allowed' });
      await expect(verbs.snooze(person(who), via, id, later)).rejects.toMatchObject({ refusal: 'not_allowed' });
    }
    expect(state()).toBe('open');
    await verbs.snooze(person(may), via, id, later);
    await verbs.acknowledge(person(may), via, id);
    expect(state()).toBe('snoozed');
  });

  it('tells whoever may read nothing not even whether it is there', async () => {
    const { verbs } = rig();
    await expect(verbs.acknowledge(person('nobody'), via, 'alert_x')).rejects.toMatchObject({ refusal: 'not_allowed' });
    await expect(verbs.acknowledge(person('viewer'), via, 'alert_x')).rejects.toMatchObject({ refusal: 'not_found' });
  });
});

describe('an alert is put off', () => {
  it('not when it is closed, nor without a reason', async () => {
    const closed = rig({ closed: { at: 2, how: 'remediated' } });
    await expect(closed.verbs.snooze(person('responder'), via, closed.id, later)).rejects.toMatchObject({
      refusal: 'precondition_failed',
    });
    const { verbs, id, written } = rig();
    const without = verbs.snooze(person('responder'), via, id, { hours: 8, reason: '  ' });
    await expect(without).rejects.toMatchObject({ refusal: 'invalid_request' });
    expect(written).toEqual([]);
  });

  it('until then, with the reason, on the record', async () => {
    const { verbs, id, written } = rig();
    const alert = await verbs.snooze(person('responder'), via, id, later);
    const until = now + 8 * 3_600_000;
    expect(alert.snoozed).toEqual({ by: 'responder', at: now, until, reason: 'on a plane' });
    expect(written).toMatchObject([{ verb: 'snooze', until, reason: 'on a plane' }]);
  });
});

describe('a page of a digest', () => {
  const conversation = { ...soc, approved: true, operators: false };

  it('is shown where the digest was sent, to whoever may read', async () => {
    const { digests, pages } = rig();
    const page = await digests.page(person('viewer'), via, conversation, 'adigest_1', 1);
    expect([page.total, page.page, page.pages, pages]).toEqual([7, 1, 2, [{ offset: 6, limit: 6 }]]);
  });

  it('is shown nowhere else and to nobody else', async () => {
    const { digests } = rig();
    const elsewhere = digests.page(person('viewer'), via, { ...conversation, id: 'random' }, 'adigest_1', 0);
    await expect(elsewhere).rejects.toMatchObject({ refusal: 'not_found' });
    const nobody = digests.page(person('nobody'), via, conversation, 'adigest_1', 0);
    await expect(nobody).rejects.toMatchObject({ refusal: 'not_allowed' });
    const subject = 'alertDigest/adigest_1';
    expect(await digests.shown({ organization, conversationId: 'soc', subject })).toMatchObject({ total: 7 });
    expect(await digests.shown({ organization, conversationId: 'random', subject })).toBeUndefined();
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { authorizer } from '../../../src/core/access.ts';
import type { Subscription } from '../../../src/core/alerts/subscription.ts';
import type { SubscriptionInput } from '../../../src/core/alerts/subscription-input.ts';
import { subscriptionVerbs } from '../../../src/core/alerts/subscription-verbs.ts';
import type { Conversation } from '../../../src/core/chat.ts';
import type { JournalEntry } from '../../../src/core/journal.ts';
import { fakeAccess, organization, person } from '../fakes/access.ts';
import { connection, fakeConnections } from '../fakes/connections.ts';
import { recordingJournal } from '../fakes/journal.ts';

const via = { channel: 'chat', conversation: 'soc' } as const;
const admin = person('admin');
const viewer = person('viewer');

function conversation(id: string, facts: Partial<Conversation> = {}): Conversation {
  const place = { id, organization, tenantId: 't', type: 'channel', serviceUrl: 'http://x/' } as const;
  return { ...place, approved: true, operators: false, ...facts };
}

const soc = conversation('soc');
const managers = conversation('managers');

function rig() {
  const kept = new Map<string, Subscription>();
  const entries: JournalEntry[] = [];
  const approved = [soc, managers];
  const access = fakeAccess();
  access.roles.set(admin.oid, ['admin']);
  access.roles.set(viewer.oid, ['viewer']);
  const verbs = subscriptionVerbs({
    authorize: authorizer(access, recordingJournal()),
    connections: fakeConnections([
      connection('conn_1', { createdAt: 1 }),
      connection('conn_2', { createdAt: 2 }),
      connection('conn_read', { mode: 'read', createdAt: 3 }),
    ]),
    conversations: { find: async () => soc, listApproved: async () => approved },
    subscriptions: {
      find: async (id) => kept.get(id),
      list: async () => [...kept.values()],
      async save(wanted, entry) {
        entries.push(entry);
        const subscription = { ...wanted, createdAt: 1 };
        kept.set(wanted.conversationId, subscription);
        return subscription;
      },
      async remove(_organization, id, entry) {
        entries.push(entry);
        return kept.delete(id);
      },
    },
  });
  return { verbs, kept, entries, approved };
}

const filled: SubscriptionInput = {
  connections: 'conn_1,conn_2',
  riskyUsers: 'high,low',
  securityAlerts: '',
  drift: 'false',
  zone: 'Europe/Oslo',
  quietFrom: '22:00',
  quietTo: '7:00',
  digestAt: '',
  escalateAfter: '15',
  escalateTo: 'managers',
};

let verbs: ReturnType<typeof rig>['verbs'];
let kept: ReturnType<typeof rig>['kept'];
let entries: ReturnType<typeof rig>['entries'];
let approved: ReturnType<typeof rig>['approved'];

beforeEach(() => {
  ({ verbs, kept, entries, approved } = rig());
});

describe('subscribe', () => {
  it('follows the default tenant with the defaults, and offers what could be changed', async () => {
    const form = await verbs.subscribe(admin, via, soc);
    expect(form).toMatchObject({ isNew: true, places: [{ id: 'managers' }] });
    expect(form.connections.map(({ id }) => id)).toEqual(['conn_1', 'conn_2']);
    const levels = { riskyUsers: ['high', 'medium'], securityAlerts: ['high'], drift: true };
    expect(kept.get('soc')).toMatchObject({ connections: ['conn_1'], levels, zone: 'UTC', digestAt: '08:00' });
    expect(entries).toMatchObject([{ type: 'subscription', detail: { verb: 'subscribe', conversation: 'soc' } }]);
  });

  it('adds a tenant that is named, and leaves the rest as it is', async () => {
    await verbs.subscribe(admin, via, soc);
    await verbs.save(admin, via, soc, { ...filled, connections: 'conn_1' });
    expect((await verbs.subscribe(admin, via, soc, 'conn_2')).isNew).toBe(false);
    expect(kept.get('soc')).toMatchObject({ connections: ['conn_1', 'conn_2'], zone: 'Europe/Oslo' });
    const writes = entries.length;
    await verbs.subscribe(admin, via, soc, 'conn_2');
    expect(entries).toHaveLength(writes);
  });

  it.each([
    ['somebody who is no admin', viewer, soc],
    ['a channel that nobody approved', admin, conversation('random', { approved: false })],
    ['a conversation of somebody else', admin, conversation('theirs', { organization: 'another' })],
  ])('is refused for %s', async (_name, who, where) => {
    await expect(verbs.subscribe(who, via, where)).rejects.toMatchObject({ refusal: 'not_allowed' });
    expect(kept.size).toBe(0);
  });
});

it('takes an admin for everything', async () => {
  await verbs.subscribe(admin, via, soc);
  const attempts = [
    () => verbs.form(viewer, via, soc),
    () => verbs.save(viewer, via, soc, filled),
    () => verbs.list(viewer, via),
    () => verbs.unsubscribe(viewer, via, 'soc'),
  ];
  for (const attempt of attempts) await expect(attempt()).rejects.toMatchObject({ refusal: 'not_allowed' });
  expect(await verbs.list(admin, via)).toMatchObject([{ subscription: { zone: 'UTC' } }]);
});

describe('the form', () => {
  it('is kept as it was filled in', async () => {
    await verbs.save(admin, via, soc, filled);
    expect(kept.get('soc')).toMatchObject({
      connections: ['conn_1', 'conn_2'],
      levels: { riskyUsers: ['high', 'low'], securityAlerts: [], drift: false },
      quiet: { from: '22:00', to: '07:00' },
      escalate: { afterMinutes: 15, conversationId: 'managers' },
    });
    expect(kept.get('soc')).not.toHaveProperty('digestAt');
  });

  it('leaves out a tenant that was disconnected since, so that it can be saved', async () => {
    await verbs.save(admin, via, soc, filled);
    const before = kept.get('soc') as Subscription;
    kept.set('soc', { ...before, connections: ['conn_gone', 'conn_2'] });
    for (const form of [await verbs.form(admin, via, soc), await verbs.subscribe(admin, via, soc)]) {
      expect(form.subscription.connections).toEqual(['conn_2']);
    }
  });

  it('leaves out a place that is no longer approved, and says so', async () => {
    await verbs.save(admin, via, soc, filled);
    expect(await verbs.form(admin, via, soc)).not.toHaveProperty('lostPlace');
    approved.pop();
    const form = await verbs.form(admin, via, soc);
    expect(form).toMatchObject({ lostPlace: true, places: [] });
    expect(form.subscription).not.toHaveProperty('escalate');
  });

  it('may leave a digest and nothing else, but not nothing', async () => {
    const nothing = { ...filled, riskyUsers: '', securityAlerts: '', drift: 'false' };
    await verbs.save(admin, via, soc, { ...nothing, digestAt: '08:00' });
    const refused = { refusal: 'invalid_request', message: expect.stringMatching(/^Choose at least one level/) };
    await expect(verbs.save(admin, via, soc, nothing)).rejects.toMatchObject(refused);
    await expect(verbs.stopDigest(admin, via, soc)).rejects.toMatchObject(refused);
    expect(kept.get('soc')).toMatchObject({ digestAt: '08:00' });
  });

  it.each([
    ['Tenants', { connections: '' }],
    ['Tenants', { connections: 'conn_read' }],
    ['Tenants', { connections: 'conn_of_others' }],
    ['Risky users', { riskyUsers: 'high,severe' }],
    ['Security alerts', { securityAlerts: 'constructor' }],
    ['Time zone', { zone: 'Mars/Phobos' }],
    ['Quiet hours', { quietFrom: '22:00', quietTo: '' }],
    ['Quiet hours', { quietFrom: '24:00' }],
    ['Quiet hours', { quietFrom: '07:00', quietTo: '7:00' }],
    ['Daily digest', { digestAt: '8' }],
    ['Escalation', { escalateAfter: '' }],
    ['Escalation', { escalateAfter: '1e9' }],
    ['Escalation', { escalateAfter: '-1' }],
    ['Escalation', { escalateTo: 'soc' }],
    ['Escalation', { escalateTo: 'random' }],
  ])('names %s when it is wrong: %o', async (field, wrong) => {
    await expect(verbs.save(admin, via, soc, { ...filled, ...wrong })).rejects.toMatchObject({
      message: expect.stringMatching(new RegExp(`^${field}: .*\\.$`)),
    });
    expect(kept.size).toBe(0);
  });
});

describe('stopping the digest', () => {
  it('leaves the rest as it is, even a place that is no longer approved', async () => {
    await verbs.save(admin, via, soc, { ...filled, digestAt: '08:00' });
    const { digestAt: _, ...before } = kept.get('soc') as Subscription;
    approved.pop();
    await verbs.stopDigest(admin, via, soc);
    expect(kept.get('soc')).toEqual(before);
  });

  it('is for admins, where there is a subscription', async () => {
    await expect(verbs.stopDigest(admin, via, soc)).rejects.toMatchObject({ refusal: 'precondition_failed' });
    await verbs.save(admin, via, soc, { ...filled, digestAt: '08:00' });
    await expect(verbs.stopDigest(viewer, via, soc)).rejects.toMatchObject({ refusal: 'not_allowed' });
    expect(kept.get('soc')).toMatchObject({ digestAt: '08:00' });
  });
});

it('unsubscribes once', async () => {
  await verbs.subscribe(admin, via, soc);
  expect([await verbs.unsubscribe(admin, via, 'soc'), await verbs.unsubscribe(admin, via, 'soc')]).toEqual([
    true,
    false,
  ]);
});

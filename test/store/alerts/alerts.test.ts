import { expect, test } from 'vitest';
import type { AlertLevel } from '../../../src/core/alerts/alert.ts';
import type { SecurityAlertSighting } from '../../../src/core/alerts/sighting.ts';
import { alertIdIn } from '../../../src/core/alerts/subjects.ts';
import type { Subscription } from '../../../src/core/alerts/subscription.ts';
import { newId } from '../builders.ts';
import { onBothDatabases } from '../homes.ts';
import { alertingIn, connect, look as lookAt, sendAll, userAt } from './alerting.ts';

const minuteMs = 60_000;

type JsonEvent = { kind: string; about: string; level: string; how?: string };

function wordsOf({ kind, about, level, how }: JsonEvent): string {
  return [kind, about, level, ...(how === undefined ? [] : [how])].join(' ');
}

function securityAlert(level: AlertLevel): SecurityAlertSighting {
  const about = { kind: 'securityAlert', id: 'a1', title: 'Token theft', users: [] } as const;
  const finding = { kind: 'securityAlert', id: 'a1', what: 'Token theft', source: 'defender', level } as const;
  return { about, level, isResolved: false, findings: [finding], changedAt: 1 };
}

onBothDatabases('alerts', (opened) => {
  /** Past the first look, which tells everything as one digest. */
  async function watched() {
    const { store } = opened;
    const alerting = await alertingIn(store);
    await alerting.look([]);
    return { store, ...alerting, quietFor: (minutes: number) => quietFor(alerting.connection.id, minutes) };
  }

  /** Quiet hours that hold now and end in so many minutes. */
  async function quietFor(connectionId: string, minutes: number): Promise<Pick<Subscription, 'quiet'>> {
    const { now } = await opened.store.drift.baselines(connectionId);
    const clock = (at: number) => new Date(at).toISOString().slice(11, 16);
    return { quiet: { from: clock(now - 60 * minuteMs), to: clock(now + minutes * minuteMs) } };
  }

  test('an alert, its message and how far the look got are one commit', async () => {
    const { store, channel, subscribe, look, connection } = await watched();
    const soc = await channel();
    await subscribe(soc);
    expect(await look([userAt('high', 'adele')], { marks: { riskyUsers: 2_000 } })).toBe(true);
    const [card] = await sendAll(opened, soc);
    expect(card).toMatchObject({ kind: 'alert', connectionId: connection.id, basis: 'subscription', askedBy: '' });
    const [alert] = await store.alerts.open(connection.id);
    expect(alertIdIn(card!.subject)).toBe(alert!.id);
    expect((await store.alerts.watchOf(connection.id)).marks).toEqual({ riskyUsers: 2_000 });
  });

  test('nothing of a look counts whose lease was lost', async () => {
    const { store, item, connection, channel, subscribe } = await watched();
    const soc = await channel();
    await subscribe(soc);
    const lost = await item();
    await item();
    const found = { sightings: [userAt('high', 'adele')], endings: [], marks: { riskyUsers: 9_000 }, sources: {} };
    expect(await store.alerts.commit(lost, { inMs: 0, failed: false }, connection, found)).toBe(false);
    expect(await store.alerts.open(connection.id)).toEqual([]);
    expect(await sendAll(opened, soc)).toEqual([]);
    expect((await store.alerts.watchOf(connection.id)).marks).toEqual({ riskyUsers: 1 });
  });

  test('the first look tells what is active now as one digest', async () => {
    const { store } = opened;
    const { channel, subscribe, look, organization } = await alertingIn(store);
    const soc = await channel();
    await subscribe(soc);
    await look([userAt('high', 'adele'), userAt('medium', 'lee')]);
    const cards = await sendAll(opened, soc);
    expect(cards.map(({ kind }) => kind)).toEqual(['alertDigest']);
    const digest = await store.alerts.findDigest(organization, cards[0]!.subject.split('/')[1]!, {
      offset: 0,
      limit: 10,
    });
    expect(digest).toMatchObject({ why: 'first', total: 2, byLevel: { high: 1, medium: 1, low: 0 } });
    expect(digest!.alerts.map(({ level }) => level)).toEqual(['high', 'medium']);
    await look([userAt('high', 'adele'), userAt('medium', 'lee'), userAt('high', 'isaiah')]);
    expect(
      (await sendAll(opened, soc)).map(({ kind }) => kind),
      'what is new has a card',
    ).toEqual(['alert']);
  });

  test('500 users in one look are one message, from which every one is reached', async () => {
    const { store, channel, subscribe, look, organization } = await watched();
    const soc = await channel();
    await subscribe(soc);
    await look(Array.from({ length: 500 }, (_, at) => userAt('high', `user${at}`)));
    const cards = await sendAll(opened, soc);
    expect(cards.map(({ kind }) => kind)).toEqual(['alertDigest']);
    const reached = new Set<string>();
    for (let offset = 0; offset < 500; offset += 6) {
      const page = await store.alerts.findDigest(organization, cards[0]!.subject.split('/')[1]!, { offset, limit: 6 });
      for (const { about } of page!.alerts) reached.add(about.id);
    }
    expect(reached.size).toBe(500);
  });

  test('the sixth alert within five minutes opens a digest that keeps counting, until it is quiet again', async () => {
    const { channel, subscribe, look } = await watched();
    const soc = await channel();
    await subscribe(soc);
    const users = Array.from({ length: 9 }, (_, at) => userAt('high', `user${at}`));
    const kinds: string[][] = [];
    for (let count = 1; count <= 8; count++) {
      await look(users.slice(0, count));
      kinds.push((await sendAll(opened, soc)).map(({ kind }) => kind));
    }
    expect(kinds.flat()).toEqual(['alert', 'alert', 'alert', 'alert', 'alert', 'alertDigest']);
    opened.advance(6 * minuteMs);
    await look(users);
    expect((await sendAll(opened, soc)).map(({ kind }) => kind)).toEqual(['alert']);
  });

  test('a high alert that nobody follows goes to the operators, others to nobody', async () => {
    const { channel, look } = await watched();
    const operators = await channel({ operators: true });
    await look([userAt('high', 'adele'), userAt('medium', 'lee')]);
    const cards = await sendAll(opened, operators);
    expect(cards.map(({ kind, basis }) => [kind, basis])).toEqual([['alert', 'operators']]);
  });

  test('who subscribes is told what is open already, once', async () => {
    const { channel, subscribe, look } = await watched();
    await look([userAt('high', 'adele')]);
    const soc = await channel();
    await subscribe(soc);
    await subscribe(soc, { zone: 'Europe/Oslo' });
    expect((await sendAll(opened, soc)).map(({ kind }) => kind)).toEqual(['alertDigest']);
  });

  test("a 1:1 chat stays its owner's, whoever changes what it follows", async () => {
    const { channel, subscribe, look } = await watched();
    const chat = await channel({ type: 'personal' });
    await subscribe(chat, { createdBy: { oid: 'oid-adele', name: 'Adele Vance' } });
    await subscribe(chat, { zone: 'Europe/Oslo', createdBy: { oid: 'oid-megan', name: 'Megan Bowen' } });
    await look([userAt('high', 'adele')]);
    expect(await sendAll(opened, chat)).toMatchObject([{ kind: 'alert', askedBy: 'oid-adele' }]);
  });

  test('what a look changes is in the journal, in one row', async () => {
    const { store, look, organization, connection } = await watched();
    await look([userAt('medium', 'adele'), userAt('high', 'lee')]);
    await look([userAt('high', 'adele', 2_000)], {
      endings: [{ key: 'user/id-lee', how: 'dismissed', changedAt: 2_000 }],
    });
    const rows = (await store.readJournal(organization, 0)).map(({ bytes }) => JSON.parse(bytes));
    const changes = rows.map(({ type, detail }) => [type, ...detail.events.map((event: JsonEvent) => wordsOf(event))]);
    expect(changes).toEqual([
      ['alert', 'opened user/id-adele medium', 'opened user/id-lee high'],
      ['alert', 'raised user/id-adele high', 'closed user/id-lee high dismissed'],
    ]);
    expect(rows[0]).toMatchObject({ connectionId: connection.id, actor: { kind: 'system', name: 'watch' } });
  });

  test('a security alert below high is one only where somebody follows its level and its connection', async () => {
    const { store, look, subscribe, channel, organization, connection } = await watched();
    const found = { securityAlerts: [securityAlert('medium')] };
    const elsewhere = await connect(store, organization);
    const medium = { levels: { riskyUsers: [], securityAlerts: ['medium'], drift: false } } as const;
    const soc = await channel();
    await subscribe(soc, { ...medium, connections: [elsewhere.id] });
    await look([], found);
    expect(await store.alerts.open(connection.id)).toEqual([]);
    await subscribe(soc, medium);
    await look([], found);
    expect(await store.alerts.open(connection.id)).toMatchObject([{ level: 'medium' }]);
    expect(await sendAll(opened, soc)).toMatchObject([{ kind: 'alert' }]);
  });

  test('how far a look got never goes back, and what could be read for the first time is told as one digest', async () => {
    const { store } = opened;
    const { look, channel, subscribe, connection } = await alertingIn(store);
    const soc = await channel();
    await subscribe(soc);
    await look([userAt('high', 'adele')], { marks: { riskyUsers: 9_000 } });
    await look([userAt('high', 'adele')], { marks: { riskyUsers: 5_000 } });
    expect((await store.alerts.watchOf(connection.id)).marks).toEqual({ riskyUsers: 9_000 });
    expect((await sendAll(opened, soc)).map(({ kind }) => kind)).toEqual(['alertDigest']);
    const marks = { securityAlerts: 7_000 };
    await look([userAt('high', 'adele')], { marks, securityAlerts: [securityAlert('high')] });
    expect((await store.alerts.watchOf(connection.id)).marks).toEqual({ riskyUsers: 9_000, securityAlerts: 7_000 });
    expect(await sendAll(opened, soc), 'it is added to the digest of the first look').toEqual([]);
    await look([userAt('high', 'adele'), userAt('high', 'lee')]);
    expect((await sendAll(opened, soc)).map(({ kind }) => kind)).toEqual(['alert']);
  });

  test('what quiet hours held back goes out when they end, and takes nothing more in', async () => {
    const { look, channel, subscribe, quietFor } = await watched();
    const soc = await channel();
    await subscribe(soc, await quietFor(10));
    await look([userAt('medium', 'adele')]);
    await look([userAt('medium', 'adele'), userAt('medium', 'lee')]);
    expect(await sendAll(opened, soc)).toEqual([]);
    opened.advance(10 * minuteMs);
    expect((await sendAll(opened, soc)).map(({ kind }) => kind)).toEqual(['alertDigest']);
    await look([userAt('medium', 'adele'), userAt('medium', 'lee'), userAt('medium', 'isaiah')]);
    expect((await sendAll(opened, soc)).map(({ kind }) => kind)).toEqual(['alert']);
  });

  test('answers in a thread wait for the end of quiet hours, unless it is high', async () => {
    const { look, channel, subscribe, quietFor } = await watched();
    const soc = await channel();
    await subscribe(soc);
    await look([userAt('medium', 'adele'), userAt('high', 'lee')]);
    expect(await sendAll(opened, soc)).toHaveLength(2);
    await subscribe(soc, await quietFor(10));
    const ending = (name: string) => ({ key: `user/id-${name}`, how: 'dismissed', changedAt: 2_000 });
    await look([], { endings: [ending('adele'), ending('lee')] });
    const answered = async () => {
      const replies = (await sendAll(opened, soc)).filter(({ note }) => note !== undefined);
      return replies.map(({ subject }) => subject);
    };
    expect(await answered()).toHaveLength(1);
    opened.advance(10 * minuteMs);
    expect(await answered()).toHaveLength(1);
  });

  test('organizations that share a tenant are told of their own connection only', async () => {
    const { store } = opened;
    const tenantId = newId('tenant');
    const places = [];
    for (const _organization of ['one', 'another']) {
      const alerting = await alertingIn(store, newId('org'), tenantId);
      await alerting.look([]);
      const conversationId = await alerting.channel();
      await alerting.subscribe(conversationId);
      places.push({ ...alerting, conversationId });
    }
    for (const { look } of places) await look([userAt('high', 'adele')]);
    const items = await store.outbox.claim(100);
    const told = items.map(({ card: { conversationId, connectionId } }) => [conversationId, connectionId]);
    expect(told.toSorted()).toEqual(places.map((one) => [one.conversationId, one.connection.id]).toSorted());
  });

  test('a digest shows what the conversation may see now', async () => {
    const { store, look, subscribe, channel, organization, connection } = await watched();
    const elsewhere = await connect(store, organization);
    await lookAt(store, elsewhere, []);
    const soc = await channel();
    await subscribe(soc, { connections: [connection.id, elsewhere.id] });
    const crowd = (count: number) => Array.from({ length: count }, (_, at) => userAt('high', `user${at}`));
    await look(crowd(6));
    await lookAt(store, elsewhere, [userAt('high', 'lee')]);
    const [{ subject } = { subject: '' }] = await sendAll(opened, soc);
    const id = subject.split('/')[1] ?? '';
    const total = async (of = organization) => (await store.alerts.findDigest(of, id, { offset: 0, limit: 6 }))?.total;
    expect(await total()).toBe(7);
    await subscribe(soc, { connections: [elsewhere.id] });
    expect(await total()).toBe(1);
    expect(await total('another')).toBeUndefined();
  });

  test('what is open already is told to nobody but who subscribes', async () => {
    const { channel, subscribe, look } = await watched();
    const [soc, late] = [await channel(), await channel()];
    await subscribe(soc);
    await look([userAt('high', 'adele')]);
    expect(await sendAll(opened, soc)).toHaveLength(1);
    await subscribe(late);
    expect(await sendAll(opened, soc)).toEqual([]);
  });

  test('alerts of another organization are neither listed nor changed', async () => {
    const { store, look, organization, connection } = await watched();
    await look([userAt('high', 'adele')]);
    const [alert] = await store.alerts.open(connection.id);
    const { organization: other } = await watched();
    const page = { offset: 0, limit: 5 };
    expect([(await store.alerts.list(other, 'open', page)).total, await store.alerts.find(other, alert!.id)]).toEqual([
      0,
      undefined,
    ]);
    expect(await store.alerts.change(other, alert!.id, () => expect.unreachable())).toBeUndefined();
    expect((await store.alerts.list(organization, 'open', page)).total).toBe(1);
  });

  test('a thread answers in a channel, and nowhere else', async () => {
    const { channel, subscribe, look } = await watched();
    const [soc, chat] = [await channel(), await channel({ type: 'personal' })];
    for (const place of [soc, chat]) await subscribe(place);
    await look([userAt('high', 'adele')]);
    await sendAll(opened, soc);
    await look([], { endings: [{ key: 'user/id-adele', how: 'dismissed', changedAt: 2_000 }] });
    const items = await opened.store.outbox.claim(100);
    const owed = items.map(({ kind, card }) => [card.conversationId, kind]);
    expect(owed).toContainEqual([chat, 'edit']);
    expect(owed).not.toContainEqual([chat, 'send']);
    for (const item of items) await opened.store.outbox.sent(item, `activity-${item.id}`);
    expect(await sendAll(opened, chat)).toEqual([]);
  });
});

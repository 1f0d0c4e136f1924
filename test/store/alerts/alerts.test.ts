import { expect, test } from 'vitest';
import { alertIdIn } from '../../../src/core/alerts/subjects.ts';
import { onBothDatabases } from '../homes.ts';
import { alertingIn, sendAll, userAt } from './alerting.ts';

const minuteMs = 60_000;

onBothDatabases('alerts', (opened) => {
  /** Past the first look, which tells everything as one digest. */
  async function watched() {
    const { store } = opened;
    const alerting = await alertingIn(store);
    await alerting.look([]);
    return { store, ...alerting };
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
});

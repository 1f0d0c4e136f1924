import { beforeAll, expect, test } from 'vitest';
import type { NewCard } from '../../../src/core/chat.ts';
import { mayReceive } from '../../../src/store/alerts/may-receive.ts';
import { toOperators } from '../../../src/store/alerts/to-operators.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { noteOf } from '../builders.ts';
import { dialectOf, onBothDatabases } from '../homes.ts';
import { alertingIn, connect, sendAll, userAt } from './alerting.ts';

onBothDatabases('who may be told', (opened) => {
  let database: Database;

  beforeAll(() => {
    database = openDatabase(dialectOf(opened.home), { instance: 'sender' });
    return () => database.close();
  });

  async function watched() {
    const alerting = await alertingIn(opened.store);
    await alerting.look([]);
    return alerting;
  }

  const asked = (card: Partial<NewCard>) =>
    database.write((tx) => mayReceive(tx, { kind: 'alert', basis: 'subscription', ...card } as NewCard));

  test('a conversation that follows the connection, in its own organization, while it may hold tenant data', async () => {
    const { store } = opened;
    const { organization, connection, channel, subscribe } = await watched();
    const elsewhere = await connect(store, organization);
    const soc = await channel();
    const card = { organization, conversationId: soc, connectionId: connection.id };
    expect(await asked(card)).toBe(false);
    await subscribe(soc);
    expect(await asked(card)).toBe(true);
    expect(await asked({ ...card, connectionId: elsewhere.id })).toBe(false);
    expect(await asked({ ...card, organization: 'another' })).toBe(false);
    expect(await asked({ ...card, basis: 'operators' })).toBe(false);
    await store.conversations.disable(soc, 'uninstalled');
    expect(await asked(card)).toBe(false);
  });

  test('not once it is unsubscribed, whatever is still on its way', async () => {
    const { store } = opened;
    const { organization, connection, channel, subscribe } = await watched();
    const soc = await channel();
    await subscribe(soc);
    expect(await store.subscriptions.remove('another', soc, noteOf('another'))).toBe(false);
    expect(await store.subscriptions.remove(organization, soc, noteOf(organization))).toBe(true);
    expect(await asked({ organization, conversationId: soc, connectionId: connection.id })).toBe(false);
  });

  test('a channel that nobody approved is told nothing', async () => {
    const { organization, connection, channel, subscribe } = await watched();
    const random = await channel({ approved: false });
    await subscribe(random);
    expect(await asked({ organization, conversationId: random, connectionId: connection.id })).toBe(false);
  });

  test('the second conversation of an escalation may be told of the same connections', async () => {
    const { organization, connection, channel, subscribe } = await watched();
    const [soc, managers] = [await channel(), await channel()];
    await subscribe(soc, { escalate: { afterMinutes: 15, conversationId: managers } });
    expect(await asked({ organization, conversationId: managers, connectionId: connection.id })).toBe(true);
  });

  test('what could not be told goes to the operators where it is high and nobody else follows it', async () => {
    const { store } = opened;
    const { organization, connection, channel, subscribe, look } = await watched();
    const [soc, operators] = [await channel(), await channel({ operators: true })];
    await subscribe(soc);
    await look([userAt('high', 'adele'), userAt('medium', 'lee')]);
    const high = (await store.alerts.open(connection.id)).find(({ level }) => level === 'high');
    const cards = await sendAll(opened, soc);
    await store.conversations.disable(soc, 'uninstalled');
    for (const card of cards) await database.write((tx) => toOperators(tx, card));
    const told = await sendAll(opened, operators);
    expect(told.map(({ subject, basis }) => [subject, basis])).toEqual([[`alert/${high!.id}`, 'operators']]);
    expect(await asked(told[0]!)).toBe(true);
    await database.write((tx) => toOperators(tx, told[0]!));
    expect(await sendAll(opened, operators), 'and never round in circles').toEqual([]);
    expect(organization).toBe(told[0]!.organization);
  });

  test('the operators are those of the same organization', async () => {
    const { organization, connection, channel } = await watched();
    const conversationId = await channel({ operators: true });
    const card = { organization, conversationId, connectionId: connection.id, basis: 'operators' } as const;
    expect(await asked(card)).toBe(true);
    expect(await asked({ ...card, organization: 'another' })).toBe(false);
  });

  test.each(['alertDigest', 'digest'] as const)(
    'a message of the kind %s needs something that is followed',
    async (kind) => {
      const { organization, connection, channel, subscribe } = await watched();
      const conversationId = await channel();
      const card = { organization, conversationId, connectionId: connection.id, kind };
      expect(await asked(card)).toBe(false);
      await subscribe(conversationId);
      expect(await asked(card)).toBe(true);
    },
  );

  test.each(['channel', 'personal'] as const)(
    'it is asked again when a message goes out: a %s that was unsubscribed meanwhile gets none, and it can be seen',
    async (type) => {
      const { store } = opened;
      const { organization, channel, subscribe, look } = await watched();
      const conversationId = await channel({ type });
      await subscribe(conversationId);
      await look([userAt('high', 'adele')]);
      await store.subscriptions.remove(organization, conversationId, noteOf(organization));
      expect(await sendAll(opened, conversationId)).toEqual([]);
      const why = 'The conversation is not subscribed to this any more.';
      expect(await store.outbox.deadLetters(organization)).toMatchObject([{ conversationId, message: 'alert', why }]);
    },
  );

  test('and when one is edited: what was told stays as it was', async () => {
    const { store } = opened;
    const { organization, channel, subscribe, look } = await watched();
    const soc = await channel();
    await subscribe(soc);
    await look([userAt('high', 'adele')]);
    expect(await sendAll(opened, soc)).toHaveLength(1);
    await look([userAt('medium', 'adele', 2_000)]);
    await store.subscriptions.remove(organization, soc, noteOf(organization));
    expect(await store.outbox.claim(100)).toEqual([]);
    expect(await store.outbox.deadLetters(organization)).toEqual([]);
  });

  test('what goes to operators who cannot be reached can be seen', async () => {
    const { store } = opened;
    const { organization, channel, look } = await watched();
    const operators = await channel({ operators: true });
    await store.conversations.disable(operators, 'uninstalled');
    await look([userAt('high', 'adele')]);
    expect(await sendAll(opened, operators)).toEqual([]);
    expect(await store.outbox.deadLetters(organization)).toMatchObject([{ message: 'alert', why: 'uninstalled' }]);
  });
});

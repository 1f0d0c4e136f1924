import { expect, test } from 'vitest';
import { noteOf } from '../builders.ts';
import { onBothDatabases } from '../homes.ts';
import { alertingIn, sendAll, userAt } from './alerting.ts';

onBothDatabases('messages that reach nobody', (opened) => {
  async function toldOnce() {
    const { store } = opened;
    const alerting = await alertingIn(store);
    await alerting.look([]);
    const [soc, operators] = [await alerting.channel(), await alerting.channel({ operators: true })];
    await alerting.subscribe(soc);
    await alerting.look([userAt('high', 'adele'), userAt('medium', 'lee')]);
    return { store, soc, operators };
  }

  test('what is high goes to the operators when Teams says that the conversation is gone', async () => {
    const { store, soc, operators } = await toldOnce();
    const items = await store.outbox.claim(100);
    for (const item of items.filter(({ card }) => card.conversationId === soc)) await store.outbox.close(item, 'gone');
    expect(await sendAll(opened, operators)).toEqual([]);
    await store.alerts.tick();
    expect(await sendAll(opened, operators)).toMatchObject([{ kind: 'alert', basis: 'operators' }]);
    expect(await store.alerts.tick(), 'once').toBe(0);
  });

  test('also when it was the only message', async () => {
    const { store } = opened;
    const { channel, subscribe, look } = await alertingIn(store);
    await look([]);
    const [soc, operators] = [await channel(), await channel({ operators: true })];
    await subscribe(soc);
    await look([userAt('high', 'adele')]);
    const [item] = (await store.outbox.claim(100)).filter(({ card }) => card.conversationId === soc);
    await store.outbox.close(item!, 'gone');
    await store.alerts.tick();
    expect(await sendAll(opened, operators)).toMatchObject([{ kind: 'alert', basis: 'operators' }]);
  });

  test('and when it was uninstalled before the message went out', async () => {
    const { store, soc, operators } = await toldOnce();
    await store.conversations.disable(soc, 'uninstalled');
    const turnedAwayOneByOne = [await sendAll(opened, soc), await sendAll(opened, soc)];
    expect(turnedAwayOneByOne).toEqual([[], []]);
    await store.alerts.tick();
    expect(await sendAll(opened, operators)).toMatchObject([{ kind: 'alert', basis: 'operators' }]);
  });

  test('an escalation whose conversation goes away meanwhile reaches the operators, once, as far as it is high', async () => {
    const { store } = opened;
    const { channel, subscribe, look } = await alertingIn(store);
    await look([]);
    const [soc, managers, operators] = [await channel(), await channel(), await channel({ operators: true })];
    await subscribe(soc, { escalate: { afterMinutes: 15, conversationId: managers } });
    await look([userAt('high', 'adele'), userAt('medium', 'lee')]);
    expect(await sendAll(opened, soc)).toHaveLength(2);
    opened.advance(16 * 60_000);
    await store.alerts.tick();
    await store.conversations.disable(managers, 'uninstalled');
    expect([await sendAll(opened, managers), await sendAll(opened, managers)]).toEqual([[], []]);
    expect(await store.alerts.tick(), 'both are looked at').toBe(2);
    expect(await sendAll(opened, operators)).toMatchObject([{ kind: 'alert', basis: 'operators' }]);
    expect(await store.alerts.tick(), 'once').toBe(0);
    expect(await sendAll(opened, soc), 'those who left it lying').toEqual([]);
  });

  test('of a digest, too; what another conversation follows is told there already', async () => {
    const { store } = opened;
    const { channel, subscribe, look } = await alertingIn(store);
    const [soc, operators] = [await channel(), await channel({ operators: true })];
    await subscribe(soc);
    await look([userAt('high', 'adele'), userAt('medium', 'lee')]);
    await store.conversations.disable(soc, 'uninstalled');
    expect(await sendAll(opened, soc)).toEqual([]);
    await store.alerts.tick();
    expect(await sendAll(opened, operators)).toMatchObject([{ kind: 'alert', basis: 'operators' }]);
    const [first, second] = [await channel(), await channel()];
    for (const place of [first, second]) await subscribe(place);
    await sendAll(opened, first);
    await look([userAt('high', 'isaiah')]);
    await store.conversations.disable(first, 'uninstalled');
    expect(await sendAll(opened, second)).toHaveLength(1);
    await store.alerts.tick();
    expect(await sendAll(opened, operators)).toEqual([]);
  });

  test('what somebody took meanwhile goes no further', async () => {
    const { store, soc, operators } = await toldOnce();
    await store.conversations.disable(soc, 'uninstalled');
    const [high] = (
      await store.alerts.list((await store.conversations.find(soc))!.organization, 'open', { offset: 0, limit: 1 })
    ).alerts;
    const acknowledged = { by: 'Megan Bowen', oid: 'oid-megan', at: 1 };
    await store.alerts.change(high!.organization, high!.id, (alert) => ({
      alert: { ...alert, acknowledged },
      entry: noteOf(high!.organization),
    }));
    await sendAll(opened, soc);
    await sendAll(opened, soc);
    await store.alerts.tick();
    expect(await sendAll(opened, operators)).toEqual([]);
  });
});

import { expect, test } from 'vitest';
import { digestVerbs } from '../../../src/core/digest/digest-verbs.ts';
import { alertingIn, connect, sendAll, userAt } from '../alerts/alerting.ts';
import { beginNow, draftOf, noteOf, outcomeOf } from '../builders.ts';
import { onBothDatabases } from '../homes.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

onBothDatabases('daily digests', (opened) => {
  /** Everything that is due is posted; the digests owed to the conversation. */
  async function posted(conversationId: string) {
    while ((await opened.store.digests.post()) > 0);
    return (await sendAll(opened, conversationId)).filter(({ kind }) => kind === 'digest');
  }

  async function shown(card: Awaited<ReturnType<typeof posted>>[number]) {
    const { digests, subscriptions, alerts, connections } = opened.store;
    return digestVerbs({ digests, subscriptions, alerts, connections }).shown(card);
  }

  async function following() {
    const alerting = await alertingIn(opened.store);
    await alerting.look([]);
    const soc = await alerting.channel();
    await alerting.subscribe(soc, { digestAt: '08:00', zone: 'Europe/Berlin' });
    return { ...alerting, soc };
  }

  test('once a day, and never twice for several instances', async () => {
    const { soc } = await following();
    expect(await posted(soc)).toEqual([]);
    opened.advance(dayMs);
    const other = await opened.another('second');
    const counts =
      opened.home.kind === 'postgres' ? await Promise.all([opened.store.digests.post(), other.digests.post()]) : [];
    expect(counts.length).toBeLessThanOrEqual(2);
    expect(await posted(soc)).toHaveLength(1);
    expect(await posted(soc)).toEqual([]);
    opened.advance(dayMs);
    expect(await posted(soc)).toHaveLength(1);
  });

  test('none without a time of day, and none once it is unsubscribed', async () => {
    const { soc, subscribe, organization } = await following();
    await subscribe(soc, { digestAt: undefined as never });
    opened.advance(dayMs);
    expect(await posted(soc)).toEqual([]);
    await subscribe(soc, { digestAt: '08:00' });
    await opened.store.subscriptions.remove(organization, soc, noteOf(organization));
    opened.advance(dayMs);
    expect(await posted(soc)).toEqual([]);
  });

  test('tells what happened since the last one, of the tenants that are followed only', async () => {
    const { store } = opened;
    const { soc, connection, organization, look, subscribe } = await following();
    const other = await connect(store, organization);
    await subscribe(soc, { digestAt: '08:00', zone: 'Europe/Berlin' });
    await look([userAt('medium', 'earlier')]);
    opened.advance(dayMs);
    const { now } = await store.drift.baselines(connection.id);
    await store.drift.keep(connection.id, [], { secure: 3, judged: 12, unread: 0, at: now });
    const [first] = await posted(soc);
    expect((await shown(first!))?.tenants[0]).toMatchObject({ opened: [{ about: { name: 'earlier' } }] });
    await look([userAt('medium', 'adele'), userAt('high', 'lee')]);
    const gone = { key: 'user/id-earlier', how: 'remediated', changedAt: 2_000 };
    await look([], { endings: [gone], sources: { riskyUsers: 'ok', securityAlerts: 'notLicensed' } });
    const draft = draftOf(organization, { connection });
    await store.operations.settle(outcomeOf(draft, await beginNow(store, draft)));
    const since = (await store.drift.baselines(connection.id)).now;
    await store.drift.keep(connection.id, [], { secure: 4, judged: 12, unread: 0, at: since });
    opened.advance(2 * hourMs);
    const later = (await store.drift.baselines(connection.id)).now;
    await store.drift.keep(connection.id, [], { secure: 5, judged: 12, unread: 1, at: later });
    opened.advance(dayMs);
    const [second] = await posted(soc);
    const after = (await store.drift.baselines(connection.id)).now;
    await store.drift.keep(connection.id, [], { secure: 9, judged: 12, unread: 0, at: after });
    const digest = await shown(second!);
    expect(digest?.tenants.map((tenant) => tenant.connection.id)).toEqual([connection.id]);
    expect(digest?.tenants[0]).toMatchObject({
      score: { secure: 5, judged: 12, unread: 1 },
      before: { secure: 3, judged: 12 },
      opened: [{ about: { name: 'lee' } }, { about: { name: 'adele' } }],
      closed: [{ about: { name: 'earlier' } }],
      drifted: [],
      sources: { securityAlerts: 'notLicensed' },
      operations: [{ id: draft.id }],
    });
    expect(digest?.tenants.some((tenant) => tenant.connection.id === other.id)).toBe(false);
  });

  test('says nothing to another organization, or where nobody follows any more', async () => {
    const { soc, organization } = await following();
    opened.advance(dayMs);
    const [card] = await posted(soc);
    expect(await shown({ ...card!, organization: 'another' })).toBeUndefined();
    expect(await shown({ ...card!, subject: 'digest/x/1' })).toBeUndefined();
    await opened.store.subscriptions.remove(organization, soc, noteOf(organization));
    expect(await shown(card!)).toBeUndefined();
  });
});

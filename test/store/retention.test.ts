import { afterAll, expect, test } from 'vitest';
import { alertDigestIdIn } from '../../src/core/alerts/subjects.ts';
import type { NewCard, ShownCard } from '../../src/core/chat.ts';
import { postureSubject } from '../../src/core/operations/subjects.ts';
import { alertingIn, sendAll, userAt } from './alerts/alerting.ts';
import { cardFor, draftOf, newId, person } from './builders.ts';
import { onBothDatabases, openDirectly } from './homes.ts';

const dayMs = 86_400_000;

onBothDatabases('what is kept', (opened) => {
  const direct = () => {
    db ??= openDirectly(opened.home);
    return db;
  };
  let db: ReturnType<typeof openDirectly> | undefined;
  afterAll(() => db?.destroy());

  async function forgetAll() {
    while (await opened.store.forgetOld());
  }

  const count = async (table: 'alert_posts' | 'alert_digests' | 'daily_digests', conversationId: string) =>
    (await direct().selectFrom(table).selectAll().where('conversation_id', '=', conversationId).execute()).length;

  const shown = (subject: string) => direct().selectFrom('shown_cards').selectAll().where('subject', '=', subject);

  /** Six at once stand in a digest, one more comes by itself, and a daily digest has gone out. */
  async function told() {
    const { store } = opened;
    const alerting = await alertingIn(store);
    await alerting.look([]);
    const soc = await alerting.channel();
    await alerting.subscribe(soc);
    await alerting.look(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => userAt('high', name)));
    const sent = [...(await sendAll(opened, soc))];
    opened.advance(dayMs);
    await alerting.look([userAt('high', 'single')]);
    while ((await store.digests.post()) > 0);
    sent.push(...(await sendAll(opened, soc)));
    const cardOf = (kind: NewCard['kind']) => sent.find((card) => card.kind === kind)!;
    return { ...alerting, soc, digest: cardOf('alertDigest'), single: cardOf('alert'), daily: cardOf('digest') };
  }

  const endingsOf = (...names: string[]) =>
    names.map((name) => ({ key: `user/id-${name}`, how: 'remediated', changedAt: 2_000 }));

  test('closed alerts go after 90 days, with what told of them and not what the journal says of them', async () => {
    const { store } = opened;
    const { look, soc, organization, single, daily } = await told();
    await look([], { endings: endingsOf('single') });
    const { alert } = (await store.alerts.find(organization, single.subject.slice('alert/'.length)))!;
    await sendAll(opened, soc);
    const rows = (await store.readJournal(organization, 0)).length;
    opened.advance(90 * dayMs - 60_000);
    await forgetAll();
    expect((await store.alerts.find(organization, alert.id))?.alert.closed).toBeDefined();
    expect(await shown(single.subject).execute()).toHaveLength(1);
    opened.advance(120_000);
    await forgetAll();
    expect(await store.alerts.find(organization, alert.id)).toBeUndefined();
    expect(await shown(single.subject).execute()).toEqual([]);
    expect(await shown(daily.subject).execute()).toEqual([]);
    expect(await count('alert_posts', soc)).toBe(0);
    expect(await count('daily_digests', soc)).toBe(0);
    expect(await store.readJournal(organization, 0)).toHaveLength(rows);
  });

  test('what is open stays, and a digest as long as something in it does', async () => {
    const { store } = opened;
    const { look, soc, organization, connection, digest } = await told();
    const digestId = alertDigestIdIn(digest.subject)!;
    const page = () => store.alerts.findDigest(organization, digestId, { offset: 0, limit: 10 });
    await look([], { endings: endingsOf('a', 'b', 'c', 'd', 'e') });
    opened.advance(91 * dayMs);
    await forgetAll();
    expect((await store.alerts.open(connection.id)).map(({ about }) => about.id)).toEqual(['id-f', 'id-single']);
    expect(await page()).toMatchObject({ total: 1, alerts: [{ about: { id: 'id-f' } }] });
    expect(await shown(digest.subject).execute()).toHaveLength(1);
    await look([], { endings: endingsOf('f') });
    opened.advance(91 * dayMs);
    await forgetAll();
    expect(await page()).toBeUndefined();
    expect(await shown(digest.subject).execute()).toEqual([]);
    const items = direct().selectFrom('alert_digest_items').selectAll().where('digest_id', '=', digestId);
    expect(await items.execute()).toEqual([]);
    expect(await count('alert_digests', soc)).toBe(0);
    expect(await sendAll(opened, soc), 'no edit is owed to what is forgotten').toEqual([]);
  });

  test('an alert that waits to be told further keeps waiting', async () => {
    const { channel, subscribe, look } = await alertingIn(opened.store);
    await look([]);
    const [soc, managers] = [await channel(), await channel()];
    await subscribe(soc, { escalate: { afterMinutes: 15, conversationId: managers } });
    await look([userAt('high', 'adele')]);
    opened.advance(91 * dayMs);
    await forgetAll();
    await opened.store.alerts.tick();
    expect(await sendAll(opened, managers)).toMatchObject([{ kind: 'alert', basis: 'escalation' }]);
  });

  test('a card that somebody asked for is kept true for 30 days', async () => {
    const { store } = opened;
    const draft = draftOf(newId('org'));
    const list = { ...cardFor(draft), kind: 'posture', subject: postureSubject(draft.connection.id) } as const;
    const approval = { ...cardFor(draft), kind: 'approval', subject: 'approval/here' } as const;
    for (const card of [list, approval]) await store.shownCards.remember(card);
    const isShown = ({ conversationId, activityId }: ShownCard) =>
      store.shownCards.find(conversationId, activityId).then((found) => found !== undefined);
    opened.advance(30 * dayMs - 60_000);
    await forgetAll();
    expect(await isShown(list)).toBe(true);
    await store.outbox.refresh(list);
    opened.advance(120_000);
    await forgetAll();
    expect([await isShown(list), await isShown(approval)]).toEqual([false, true]);
    const owed = direct().selectFrom('outbox').selectAll().where('activity_id', '=', list.activityId);
    expect(await owed.execute(), 'no edit is owed to it').toEqual([]);
  });

  test('denials are counted anew after a day, and stay in the journal', async () => {
    const { store } = opened;
    const organization = newId('org');
    const denial = {
      actor: person(organization),
      via: { channel: 'chat' },
      verb: 'harden',
      why: 'not_allowed',
    } as const;
    const counted = () => direct().selectFrom('denials').selectAll().where('organization', '=', organization).execute();
    await store.journal.deny(denial);
    await forgetAll();
    expect(await counted()).toHaveLength(1);
    opened.advance(dayMs + 120_000);
    await forgetAll();
    expect(await counted()).toEqual([]);
    expect(await store.readJournal(organization, 0)).toHaveLength(1);
  });
});

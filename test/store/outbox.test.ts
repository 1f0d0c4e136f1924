import { beforeEach, expect, test } from 'vitest';
import type { OutboxItem } from '../../src/core/chat.ts';
import { openDatabase } from '../../src/store/database.ts';
import { queueEdits, queueNewCard } from '../../src/store/outbox-queue.ts';
import { beginNow, cardFor, draftOf, newId, outcomeOf } from './builders.ts';
import { dialectOf, onBothDatabases } from './homes.ts';

const leaseMs = 30_000;

onBothDatabases('outbox', (opened) => {
  beforeEach(async () => {
    for (;;) {
      opened.advance(3_600_000);
      const left = await opened.store.outbox.claim(1_000);
      for (const item of left) await opened.store.outbox.sent(item);
      if (left.length === 0) return;
    }
  });

  const claim = (limit = 100) => opened.store.outbox.claim(limit);
  const after = (afterMs: number) => ({ afterMs, pause: false, uncertain: false });
  const idsOf = (items: readonly OutboxItem[]) => items.map(({ id }) => id);

  async function shown(count = 1, place: { conversationId?: string } = {}) {
    const draft = draftOf(newId('org'));
    const cards = Array.from({ length: count }, () => cardFor(draft, place));
    for (const card of cards) await opened.store.shownCards.remember(card);
    return { draft, card: cards[0]! };
  }

  /** Another operation on the same target, to its end. */
  async function outcome(draft: ReturnType<typeof draftOf>) {
    const next = { ...draft, id: newId('op') };
    await opened.store.operations.settle(outcomeOf(next, await beginNow(opened.store, next)));
    return next;
  }

  test('parallel claims give every item to exactly one sender', async () => {
    const { draft } = await shown(60);
    await outcome(draft);
    const ids: string[] = [];
    for (let claimed = -1; claimed !== ids.length; ) {
      claimed = ids.length;
      const claims = await Promise.all(Array.from({ length: 10 }, () => claim(8)));
      ids.push(...claims.flatMap(idsOf));
    }
    expect(ids).toHaveLength(60);
    expect(new Set(ids).size).toBe(60);
    expect(await claim()).toEqual([]);
  });

  test('an item whose sender died comes back after its lease', async () => {
    const { draft } = await shown();
    await outcome(draft);
    const [first] = await claim();
    opened.advance(leaseMs);
    const [second] = await claim();
    expect(second).toMatchObject({ id: first!.id, attempts: 2, claim: first!.claim + 1 });
    await opened.store.outbox.sent(first!);
    opened.advance(leaseMs);
    expect(idsOf(await claim())).toEqual([first!.id]);
  });

  test.each(['retry', 'bury', 'forget'] as const)(
    'whoever comes back after the lease says nothing of what another has taken up (%s)',
    async (end) => {
      const { organization } = await owed(1);
      const [late] = await claim();
      opened.advance(leaseMs);
      const [item] = await claim();
      if (end === 'retry') await opened.store.outbox.retry(late!, after(0));
      if (end === 'bury') await opened.store.outbox.bury(late!, 'refused');
      if (end === 'forget') await opened.store.outbox.forget(late!);
      expect(await claim(), 'it is still on its way').toEqual([]);
      expect(await opened.store.outbox.deadLetters(organization)).toEqual([]);
      opened.advance(leaseMs);
      expect(idsOf(await claim())).toEqual([item!.id]);
    },
  );

  test('what was sent is gone', async () => {
    const { draft } = await shown();
    await outcome(draft);
    const [item] = await claim();
    await opened.store.outbox.sent(item!);
    opened.advance(leaseMs);
    expect(await claim()).toEqual([]);
  });

  test('a retry is due when it was asked for', async () => {
    const { draft } = await shown();
    await outcome(draft);
    const [item] = await claim();
    await opened.store.outbox.retry(item!, after(5_000));
    expect(await claim()).toEqual([]);
    opened.advance(5_000);
    expect(idsOf(await claim())).toEqual([item!.id]);
  });

  test('what was given up stays down until a newer outcome', async () => {
    const { draft } = await shown();
    await outcome(draft);
    const [item] = await claim();
    await opened.store.outbox.bury(item!, 'the conversation is gone');
    opened.advance(leaseMs);
    expect(await claim()).toEqual([]);
    const newer = await outcome(draft);
    expect((await claim())[0]).toMatchObject({ operation: { id: newer.id }, attempts: 1 });
  });

  test('a newer outcome replaces an edit that was not sent', async () => {
    const { draft } = await shown();
    await outcome(draft);
    const newer = await outcome(draft);
    const items = await claim();
    expect(items.map(({ operation }) => operation?.id)).toEqual([newer.id]);
  });

  test.each(['sent', 'retry', 'bury'] as const)(
    'an outcome that arrives during a send is sent next (%s)',
    async (end) => {
      const { draft } = await shown();
      await outcome(draft);
      const [item] = await claim();
      const newer = await outcome(draft);
      expect(await claim()).toEqual([]);
      if (end === 'sent') await opened.store.outbox.sent(item!);
      if (end === 'retry') await opened.store.outbox.retry(item!, after(60_000));
      if (end === 'bury') await opened.store.outbox.bury(item!, 'rejected');
      expect((await claim()).map(({ operation }) => operation?.id)).toEqual([newer.id]);
    },
  );

  test('a refresh owes an edit without an operation, or with one', async () => {
    const { draft, card } = await shown();
    await opened.store.outbox.refresh(card);
    const [item] = await claim();
    expect(item).toMatchObject({ card, attempts: 1 });
    expect(item!.operation).toBeUndefined();
    await opened.store.outbox.sent(item!);
    const ended = await opened.store.operations.settle(outcomeOf(draft));
    await opened.store.outbox.refresh(card, draft.id);
    expect((await claim())[0]?.operation).toEqual(ended);
  });

  test('a refresh of a card not remembered yet remembers it', async () => {
    const card = cardFor(draftOf(newId('org')));
    await opened.store.outbox.refresh(card);
    expect((await claim())[0]?.card).toEqual(card);
  });

  test('a message that shows something else by now is left alone', async () => {
    const { draft, card } = await shown();
    await outcome(draft);
    await opened.store.shownCards.remember({ ...card, subject: 'another subject' });
    expect(await claim()).toEqual([]);
    await opened.store.outbox.refresh(card);
    expect(await claim()).toEqual([]);
  });

  test('a new message is sent once, and kept true from then on', async () => {
    const draft = draftOf(newId('org'));
    const { activityId, ...card } = cardFor(draft);
    const ended = await opened.store.operations.settle(outcomeOf(draft));
    const { write, close } = openDatabase(dialectOf(opened.home), { instance: 'test' });
    await write((tx) => queueNewCard(tx, card, draft.id));
    await close();
    const [item] = await claim();
    expect(item).toMatchObject({ kind: 'send', card, operation: ended, attempts: 1 });
    await opened.store.outbox.sent(item!, activityId);
    expect(await claim()).toEqual([]);
    await outcome(draft);
    expect((await claim())[0]).toMatchObject({ kind: 'edit', card: { ...card, activityId } });
  });

  /** New messages to one conversation that is remembered. */
  async function owed(count: number, { conversationId = newId('conversation'), tenantId = newId('tenant') } = {}) {
    const draft = draftOf(newId('org'));
    const { organization } = draft;
    const { conversations } = opened.store;
    const known = { organization, tenantId, type: 'channel', serviceUrl: 'https://smba.example/' } as const;
    await conversations.remember({ id: conversationId, ...known });
    const { activityId: _, ...card } = cardFor(draft, { conversationId });
    const { write, close } = openDatabase(dialectOf(opened.home), { instance: 'test' });
    for (let n = 0; n < count; n += 1) await write((tx) => queueNewCard(tx, card));
    await close();
    return { organization, conversationId, card };
  }

  const send = async (items: readonly OutboxItem[]) => {
    for (const item of items) await opened.store.outbox.sent(item, newId('activity'));
    return items.length;
  };

  test.each(['send', 'edit'] as const)(
    'one conversation gets one message at a time, a few at once and then one a second (%s)',
    async (kind) => {
      if (kind === 'send') await owed(12);
      else await outcome((await shown(12, { conversationId: newId('conversation') })).draft);
      const since = Date.now();
      const [first, ...others] = await claim();
      expect([first!.kind, others]).toEqual([kind, []]);
      expect(await claim()).toEqual([]);
      await send([first!]);
      let sent = 1;
      for (let n = 0; n < 10; n += 1) sent += await send(await claim());
      expect(sent).toBeGreaterThanOrEqual(5);
      expect(sent).toBeLessThanOrEqual(5 + Math.ceil((Date.now() - since) / 1_000));
    },
  );

  test('a new message does not wait behind edits of its conversation', async () => {
    const draft = draftOf(newId('org'));
    const conversationId = newId('conversation');
    for (let at = 0; at < 3; at += 1) {
      await opened.store.shownCards.remember({ ...cardFor(draft), conversationId });
    }
    await outcome(draft);
    opened.advance(5_000);
    const other = draftOf(newId('org'));
    const { activityId: _activityId, ...card } = { ...cardFor(other), conversationId };
    await opened.store.operations.settle(outcomeOf(other, undefined, { sends: [card] }));
    expect((await claim()).map(({ kind }) => kind)).toEqual(['send']);
  });

  test('the conversations of one tenant share its pace', async () => {
    const tenantId = newId('tenant');
    for (let n = 0; n < 90; n += 1) await owed(1, { tenantId });
    const free = await owed(1);
    const since = Date.now();
    const first = await claim();
    const ofTenant = first.filter(({ card }) => card.conversationId !== free.conversationId);
    expect(first).toHaveLength(ofTenant.length + 1);
    expect(ofTenant.length).toBeGreaterThanOrEqual(20);
    expect(ofTenant.length).toBeLessThanOrEqual(20 + Math.ceil((Date.now() - since) / 50));
  });

  test('when Teams asks to wait, the whole conversation does', async () => {
    await owed(2);
    const [item] = await claim();
    await opened.store.outbox.retry(item!, { afterMs: 60_000, pause: true, uncertain: false });
    expect(await claim()).toEqual([]);
    opened.advance(60_000);
    expect(await claim()).toHaveLength(1);
  });

  test('an attempt nobody reported, or that may have arrived, makes the next one a repeat', async () => {
    await owed(1);
    const [lost] = await claim();
    expect(lost!.mayRepeat).toBe(false);
    opened.advance(leaseMs);
    const [found] = await claim();
    expect(found).toMatchObject({ id: lost!.id, mayRepeat: true });
    expect(found!.triedForMs).toBeGreaterThanOrEqual(leaseMs);
    await send([found!]);
    await owed(1);
    const [refused] = await claim();
    await opened.store.outbox.retry(refused!, after(0));
    const [unanswered] = await claim();
    expect(unanswered!.mayRepeat).toBe(false);
    await opened.store.outbox.retry(unanswered!, { afterMs: 0, pause: false, uncertain: true });
    expect((await claim())[0]!.mayRepeat).toBe(true);
  });

  test('a conversation that is closed gets nothing more until somebody speaks there', async () => {
    const { organization, conversationId, card } = await owed(2);
    const [item] = await claim();
    await opened.store.outbox.close(item!, 'uninstalled');
    expect(await claim()).toEqual([]);
    expect(await opened.store.conversations.find(conversationId)).toMatchObject({ disabled: 'uninstalled' });
    const dead = await opened.store.outbox.deadLetters(organization);
    const letter = { conversationId, subject: card.subject, message: 'operation', why: 'uninstalled' };
    expect(dead).toMatchObject([letter, letter]);
    await owed(1, { conversationId });
    expect(await claim()).toHaveLength(1);
  });

  test('what was given up can be seen for 30 days', async () => {
    const { organization } = await owed(1);
    const { dead: before } = await opened.store.outbox.backlog();
    const [item] = await claim();
    await opened.store.outbox.bury(item!, 'too large');
    expect(await opened.store.outbox.backlog()).toMatchObject({ waiting: 0, dead: before + 1 });
    expect(await opened.store.outbox.deadLetters(newId('org'))).toEqual([]);
    await opened.store.forgetOld();
    expect(await opened.store.outbox.deadLetters(organization)).toHaveLength(1);
    opened.advance(30 * 86_400_000 + 1);
    await opened.store.forgetOld();
    expect(await opened.store.outbox.deadLetters(organization)).toEqual([]);
  });

  test('says what waits, and for how long', async () => {
    await owed(3);
    opened.advance(90_000);
    expect(await opened.store.outbox.backlog()).toMatchObject({
      waiting: 3,
      oldestMs: expect.toSatisfy((ms: number) => ms >= 90_000),
    });
  });

  test('a message that is gone is forgotten', async () => {
    const { draft, card } = await shown();
    await outcome(draft);
    await opened.store.outbox.forget((await claim())[0]!);
    await outcome(draft);
    expect(await claim()).toEqual([]);
    expect(await opened.store.shownCards.find(card.conversationId, card.activityId)).toBeUndefined();
  });

  test('what happens while a new message is on its way is shown on it next', async () => {
    const { card } = await owed(1);
    const [item] = await claim();
    const { write, close } = openDatabase(dialectOf(opened.home), { instance: 'test' });
    await write((tx) => queueEdits(tx, null, [card.subject]));
    await close();
    const activityId = newId('activity');
    await opened.store.outbox.sent(item!, activityId);
    expect(await claim()).toMatchObject([{ kind: 'edit', card: { ...card, activityId } }]);
  });

  test('an answer in a thread is never brought up to date', async () => {
    const draft = draftOf(newId('org'));
    const { activityId, ...card } = cardFor(draft);
    const { write, close } = openDatabase(dialectOf(opened.home), { instance: 'test' });
    await write((tx) => queueNewCard(tx, { ...card, thread: 'parent' }));
    await close();
    await opened.store.outbox.sent((await claim())[0]!, activityId);
    expect(await opened.store.shownCards.find(card.conversationId, activityId)).toBeUndefined();
  });
});

import { beforeEach, expect, test } from 'vitest';
import type { OutboxItem } from '../../src/core/chat.ts';
import { openDatabase } from '../../src/store/database.ts';
import { queueNewCard } from '../../src/store/outbox-queue.ts';
import { beginNow, cardFor, draftOf, newId, outcomeOf } from './builders.ts';
import { dialectOf, onBothDatabases } from './homes.ts';

const leaseMs = 30_000;

onBothDatabases('outbox', (opened) => {
  beforeEach(async () => {
    opened.advance(leaseMs);
    for (const item of await opened.store.outbox.claim(1_000)) await opened.store.outbox.sent(item);
  });

  const claim = (limit = 100) => opened.store.outbox.claim(limit);
  const idsOf = (items: readonly OutboxItem[]) => items.map(({ id }) => id);

  async function shown(count = 1) {
    const draft = draftOf(newId('org'));
    const cards = Array.from({ length: count }, () => cardFor(draft));
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
    const claims = await Promise.all(Array.from({ length: 10 }, () => claim(8)));
    const ids = claims.flatMap(idsOf);
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
    await opened.store.outbox.retry(item!, 5_000);
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
      if (end === 'retry') await opened.store.outbox.retry(item!, 60_000);
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
});

import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { approvalSubject } from '../../src/core/approve-conversation.ts';
import { conversationStore } from '../../src/store/conversations.ts';
import { openDatabase } from '../../src/store/database.ts';
import { newId } from './builders.ts';
import { dialectOf, onBothDatabases } from './homes.ts';

onBothDatabases('conversations', (opened) => {
  function seenIn(organization: string) {
    const type = 'channel' as const;
    return { id: newId('conversation'), organization, tenantId: randomUUID(), type, serviceUrl: 'https://one.example' };
  }

  test('is new to exactly one of many who see it first', async () => {
    const seen = seenIn(newId('org'));
    const answers = await Promise.all(Array.from({ length: 20 }, () => opened.store.conversations.remember(seen)));
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(await opened.store.conversations.find(seen.id)).toEqual({ ...seen, approved: false, operators: false });
  });

  test('seen again, takes the new service address and is enabled; approval stays', async () => {
    const seen = seenIn(newId('org'));
    const { conversations } = opened.store;
    await conversations.remember(seen);
    await conversations.approve(seen.id, { operators: true });
    await conversations.disable(seen.id, 'the bot was removed');
    expect(await conversations.find(seen.id)).toMatchObject({ disabled: 'the bot was removed' });
    const serviceUrl = 'https://two.example';
    const again = await conversations.remember({ ...seen, serviceUrl });
    expect(again).toEqual({ ...seen, serviceUrl, approved: true, operators: true, isNew: false });
  });

  test('known, is read where nothing can be written', async () => {
    const seen = seenIn(newId('org'));
    await opened.store.conversations.remember(seen);
    await opened.store.conversations.approve(seen.id, { operators: false });
    const database = openDatabase(dialectOf(opened.home), { instance: 'test' });
    const { remember } = conversationStore({ ...database, write: () => Promise.reject(new Error('no')) });
    const known = { ...seen, approved: true, operators: false, isNew: false };
    expect(await remember(seen)).toEqual(known);
    expect(await remember({ ...seen, serviceUrl: 'https://two.example' })).toEqual(known);
    await expect(remember({ ...seen, id: newId('conversation') })).rejects.toThrow('no');
    await database.close();
  });

  test('approved or closed again, tells the cards that are about it', async () => {
    const seen = seenIn(newId('org'));
    const { conversations, shownCards, outbox } = opened.store;
    await conversations.remember(seen);
    await conversations.approve(seen.id, { operators: true });
    const card = {
      ...{ organization: seen.organization, conversationId: seen.id, activityId: newId('activity') },
      ...{ kind: 'approval' as const, subject: approvalSubject(seen.id), connectionId: '', askedBy: randomUUID() },
    };
    await shownCards.remember(card);
    await conversations.withdraw(seen.id);
    expect(await conversations.find(seen.id)).toMatchObject({ approved: false, operators: false });
    expect(await conversations.findOperators(seen.organization)).toBeUndefined();
    const items = await outbox.claim(100);
    expect(items.map((item) => item.card)).toContainEqual(card);
  });

  test('one conversation of an organization gets the operators notices', async () => {
    const { conversations } = opened.store;
    const organization = newId('org');
    const [first, second, foreign] = [seenIn(organization), seenIn(organization), seenIn(newId('org'))];
    for (const seen of [first, second, foreign]) await conversations.remember(seen);
    for (const { id } of [foreign, first, second]) await conversations.approve(id, { operators: true });
    await conversations.approve(second.id, { operators: false });
    expect(await conversations.find(first.id)).toMatchObject({ approved: true, operators: false });
    expect(await conversations.find(second.id)).toMatchObject({ approved: true, operators: true });
    expect(await conversations.findOperators(organization)).toMatchObject({ id: second.id });
    expect(await conversations.findOperators(newId('org'))).toBeUndefined();
    expect(await conversations.find(foreign.id)).toMatchObject({ operators: true });
  });
});

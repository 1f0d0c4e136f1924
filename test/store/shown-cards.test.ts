import { expect, test } from 'vitest';
import { cardFor, draftOf, newId } from './builders.ts';
import { onBothDatabases } from './homes.ts';

onBothDatabases('shown cards', (opened) => {
  test('a message is about the last card it showed', async () => {
    const card = cardFor(draftOf(newId('org')));
    await opened.store.shownCards.remember(card);
    const changed = { ...card, kind: 'posture' as const, subject: 'conn_1/posture' };
    await opened.store.shownCards.remember(changed);
    expect(await opened.store.shownCards.find(card.conversationId, card.activityId)).toEqual(changed);
  });

  test('another message is not known', async () => {
    const card = cardFor(draftOf(newId('org')));
    await opened.store.shownCards.remember(card);
    expect(await opened.store.shownCards.find(card.conversationId, newId('activity'))).toBeUndefined();
  });
});

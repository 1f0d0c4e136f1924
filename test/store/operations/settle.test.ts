import { expect, test } from 'vitest';
import { subjectOf } from '../../../src/core/operations/subjects.ts';
import {
  applied,
  askLock,
  beginNow,
  cardFor,
  draftOf,
  entryOf,
  newId,
  outcomeOf,
  takeLock,
  written,
} from '../builders.ts';
import { onBothDatabases } from '../homes.ts';

const minute = 60_000;

onBothDatabases('settle', (opened) => {
  async function typesIn(organization: string) {
    return (await opened.store.readJournal(organization, 0)).map(({ type }) => type);
  }

  test('ends the operation, records it and frees the target', async () => {
    const draft = draftOf(newId('org'));
    const lock = await beginNow(opened.store, draft);
    const operation = await opened.store.operations.settle(outcomeOf(draft, lock));
    expect(operation).toMatchObject({ state: 'ended', steps: written, result: applied, interrupted: false });
    expect(operation.endedAt).toBeGreaterThanOrEqual(operation.begunAt ?? Number.NaN);
    expect(await opened.store.operations.find(draft.organization, draft.id)).toEqual(operation);
    expect(await typesIn(draft.organization)).toEqual(['intent', 'outcome']);
    expect(await askLock(opened.store, { ...draft, id: newId('op') })).toMatchObject({ got: true });
  });

  test('said again, changes nothing and answers with what was recorded', async () => {
    const draft = draftOf(newId('org'));
    const lock = await beginNow(opened.store, draft);
    const first = await opened.store.operations.settle(outcomeOf(draft, lock));
    const again = await opened.store.operations.settle(outcomeOf(draft, lock, { steps: [], interrupted: true }));
    expect(again).toEqual(first);
    expect(await typesIn(draft.organization)).toEqual(['intent', 'outcome']);
  });

  test('said by many at once, is recorded once', async () => {
    const draft = draftOf(newId('org'));
    const lock = await beginNow(opened.store, draft);
    await Promise.all(Array.from({ length: 20 }, () => opened.store.operations.settle(outcomeOf(draft, lock))));
    expect(await typesIn(draft.organization)).toEqual(['intent', 'outcome']);
  });

  test('does not free a target that somebody else holds by now', async () => {
    const draft = draftOf(newId('org'));
    const old = await takeLock(opened.store, draft);
    opened.advance(minute);
    const rival = { ...draft, id: newId('op') };
    await takeLock(opened.store, rival);
    await opened.store.operations.settle(outcomeOf(draft, old));
    expect(await askLock(opened.store, draft)).toMatchObject({ got: false, operationId: rival.id });
  });

  test('ends an operation that never began, without a lock', async () => {
    const draft = draftOf(newId('org'));
    const operation = await opened.store.operations.settle(outcomeOf(draft));
    expect(operation.state).toBe('ended');
    expect(operation.begunAt).toBeUndefined();
    expect(await opened.store.operations.find(draft.organization, draft.id)).toEqual(operation);
  });

  test('uses up a proposal that turned out to need no write', async () => {
    const draft = draftOf(newId('org'));
    await opened.store.operations.propose(draft, minute, entryOf(draft, 'proposed'));
    const lock = await takeLock(opened.store, draft);
    expect(await opened.store.operations.settle(outcomeOf(draft, lock))).toMatchObject({ state: 'ended' });
    expect(await opened.store.operations.cancel(draft.organization, draft.id, entryOf(draft, 'cancelled'))).toBe(false);
  });

  test('without a lock, leaves an operation that has begun to whoever leads it', async () => {
    const draft = draftOf(newId('org'));
    await beginNow(opened.store, draft);
    expect(await opened.store.operations.settle(outcomeOf(draft))).toMatchObject({ state: 'running' });
    expect(await typesIn(draft.organization)).toEqual(['intent']);
  });

  test('owes one edit to each card that shows a subject', async () => {
    const draft = draftOf(newId('org'));
    const posture = `${draft.connection.id}/posture`;
    const shown = [cardFor(draft), cardFor(draft), cardFor(draft, { kind: 'posture', subject: posture })];
    for (const card of shown) await opened.store.shownCards.remember(card);
    await opened.store.shownCards.remember(cardFor(draft, { subject: 'something else' }));
    const lock = await beginNow(opened.store, draft);
    const operation = await opened.store.operations.settle(
      outcomeOf(draft, lock, { subjects: [subjectOf(draft), posture] }),
    );
    const edits = await opened.store.outbox.claim(100);
    expect(edits.map((edit) => edit.kind === 'edit' && edit.card.activityId).sort()).toEqual(
      shown.map(({ activityId }) => activityId).sort(),
    );
    for (const edit of edits) expect(edit.operation).toEqual(operation);
  });
});

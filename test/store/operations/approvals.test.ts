import { expect, test } from 'vitest';
import type { OperationDraft } from '../../../src/core/operations/operation.ts';
import { subjectsOf } from '../../../src/core/operations/subjects.ts';
import { cardFor, draftOf, entryOf, intentOf, newId, person, takeLock } from '../builders.ts';
import { onBothDatabases } from '../homes.ts';

const minute = 60_000;

onBothDatabases('approvals', (opened) => {
  async function proposed(): Promise<OperationDraft> {
    const draft = draftOf(newId('org'), { via: { channel: 'chat', conversation: newId('conversation') } });
    await opened.store.operations.propose(draft, minute, entryOf(draft, 'proposed'));
    return draft;
  }

  function ask(draft: OperationDraft, sends: Parameters<typeof cardFor>[1][] = []) {
    const asked = { ...draft, reason: 'because', approval: { conversation: 'soc', why: 'It takes two.' } };
    const entry = entryOf(draft, 'approvalRequested');
    const cards = sends.map((changes) => cardFor(draft, changes));
    return opened.store.operations.requestApproval({
      draft: asked,
      ttlMs: 15 * minute,
      entry,
      subjects: subjectsOf(draft),
      sends: cards.map(({ activityId: _activityId, ...card }) => card),
    });
  }

  async function asked() {
    const draft = await proposed();
    const operation = await ask(draft);
    if (operation === 'expired') throw new Error(operation);
    return operation;
  }

  function deny(draft: OperationDraft) {
    const { organization, id } = draft;
    const entry = entryOf(draft, 'approvalDenied');
    return opened.store.operations.deny({ organization, id, by: person(organization), entry, subjects: [] });
  }

  async function approve(draft: OperationDraft) {
    const lock = await takeLock(opened.store, draft);
    const approvedBy = person(draft.organization);
    const begun = await opened.store.operations.begin(intentOf({ ...draft, approvedBy }, lock, 'approval'));
    return { begun, approvedBy };
  }

  const find = (draft: OperationDraft) => opened.store.operations.find(draft.organization, draft.id);
  const typesOf = async (draft: OperationDraft) =>
    (await opened.store.readJournal(draft.organization, 0)).map(({ type }) => type);

  test('a proposal becomes a request with a time of its own', async () => {
    const operation = await asked();
    expect(operation).toMatchObject({
      state: 'awaitingApproval',
      reason: 'because',
      approval: { conversation: 'soc' },
    });
    expect(operation.expiresAt - operation.createdAt).toBeGreaterThanOrEqual(15 * minute);
    expect(await find(operation)).toEqual(operation);
    expect(await typesOf(operation)).toEqual(['proposed', 'approvalRequested']);
  });

  test('is asked for once', async () => {
    const draft = await proposed();
    const [first, ...others] = await Promise.all([ask(draft), ask(draft), ask(draft)]);
    for (const other of others) expect(other).toEqual(first);
    expect(await typesOf(draft)).toEqual(['proposed', 'approvalRequested']);
  });

  test('is not asked for after the confirmation ran out', async () => {
    const draft = await proposed();
    opened.advance(minute);
    expect(await ask(draft)).toBe('expired');
    expect(await find(draft)).toMatchObject({ state: 'proposed' });
  });

  test('owes an edit to the cards that show its subject, and the new card it asks with', async () => {
    const draft = await proposed();
    await opened.store.shownCards.remember(cardFor(draft));
    const operation = await ask(draft, [{ conversationId: 'operators' }]);
    const items = (await opened.store.outbox.claim(1_000)).filter((item) => item.operation?.id === draft.id);
    expect(items.map(({ kind }) => kind).sort()).toEqual(['edit', 'send']);
    for (const item of items) expect(item.operation).toEqual(operation);
  });

  test('a card that was sent while its operation went on is owed an edit', async () => {
    const draft = await proposed();
    await ask(draft, [{ conversationId: newId('operators') }]);
    const sending = (await opened.store.outbox.claim(1_000)).find((item) => item.operation?.id === draft.id)!;
    await deny(draft);
    await opened.store.outbox.sent(sending, newId('activity'));
    const [edit] = (await opened.store.outbox.claim(1_000)).filter((item) => item.operation?.id === draft.id);
    expect(edit).toMatchObject({ kind: 'edit', operation: { state: 'denied' } });
  });

  test('begins what was asked for, whatever the caller brings', async () => {
    const operation = await asked();
    const other = { ...operation, reason: 'something else', target: { ...operation.target, label: 'Another' } };
    const { begun, approvedBy } = await approve(other);
    expect(begun).toMatchObject({ state: 'running', reason: 'because', target: operation.target, approvedBy });
  });

  test('begins once', async () => {
    const operation = await asked();
    const lock = await takeLock(opened.store, operation);
    const intent = intentOf({ ...operation, approvedBy: person(operation.organization) }, lock, 'approval');
    const answers = await Promise.all(Array.from({ length: 50 }, () => opened.store.operations.begin(intent)));
    expect(answers.filter((answer) => answer === 'consumed')).toHaveLength(49);
  });

  test('begins no proposal that was never asked about, and no request as a proposal', async () => {
    expect((await approve(await proposed())).begun).toBe('consumed');
    const operation = await asked();
    const lock = await takeLock(opened.store, operation);
    expect(await opened.store.operations.begin(intentOf(operation, lock, 'proposal'))).toBe('consumed');
  });

  test('neither begins nor is denied after its time', async () => {
    const operation = await asked();
    opened.advance(15 * minute);
    expect((await approve(operation)).begun).toBe('expired');
    expect(await deny(operation)).toBeUndefined();
    await opened.store.shownCards.remember(cardFor(operation));
    await opened.store.operations.expire();
    expect(await find(operation)).toMatchObject({ state: 'expired' });
    const edits = (await opened.store.outbox.claim(1_000)).filter((item) => item.operation?.id === operation.id);
    expect(edits).toMatchObject([{ kind: 'edit', operation: { state: 'expired' } }]);
  });

  test('a denial is on the record and ends it', async () => {
    const operation = await asked();
    expect(await deny(operation)).toMatchObject({ state: 'denied', deniedBy: { name: 'Adele Vance' } });
    expect((await approve(operation)).begun).toBe('consumed');
    expect(await deny(operation)).toBeUndefined();
    expect(await typesOf(operation)).toEqual(['proposed', 'approvalRequested', 'approvalDenied']);
  });

  test('who asked can take it back', async () => {
    const operation = await asked();
    const { organization, id } = operation;
    expect(await opened.store.operations.cancel(organization, id, entryOf(operation, 'cancelled'))).toBe(true);
    expect((await approve(operation)).begun).toBe('consumed');
  });
});

import { expect, test } from 'vitest';
import { beginNow, draftOf, entryOf, newId } from '../builders.ts';
import { onBothDatabases } from '../homes.ts';

const minute = 60_000;

onBothDatabases('proposals', (opened) => {
  async function proposed() {
    const draft = draftOf(newId('org'));
    return { draft, operation: await opened.store.operations.propose(draft, minute, entryOf(draft, 'proposed')) };
  }

  test('a proposal keeps what was asked and when it runs out', async () => {
    const { draft, operation } = await proposed();
    expect(operation).toMatchObject({ ...draft, state: 'proposed', steps: [], interrupted: false });
    expect(operation.expiresAt - operation.createdAt).toBe(minute);
    expect(await opened.store.operations.find(draft.organization, draft.id)).toEqual(operation);
  });

  test('another organization does not find it', async () => {
    const { draft } = await proposed();
    expect(await opened.store.operations.find(newId('org'), draft.id)).toBeUndefined();
  });

  test('can be withdrawn once, on the record', async () => {
    const { draft } = await proposed();
    const withdraw = () => opened.store.operations.cancel(draft.organization, draft.id, entryOf(draft, 'cancelled'));
    expect(await Promise.all([withdraw(), withdraw()]).then((answers) => answers.sort())).toEqual([false, true]);
    expect(await opened.store.operations.find(draft.organization, draft.id)).toMatchObject({ state: 'cancelled' });
    const types = (await opened.store.readJournal(draft.organization, 0)).map(({ type }) => type);
    expect(types).toEqual(['proposed', 'cancelled']);
  });

  test('cannot be withdrawn from another organization, nor once it has begun', async () => {
    const { draft } = await proposed();
    expect(await opened.store.operations.cancel(newId('org'), draft.id, entryOf(draft, 'cancelled'))).toBe(false);
    const begun = draftOf(newId('org'));
    await beginNow(opened.store, begun);
    expect(await opened.store.operations.cancel(begun.organization, begun.id, entryOf(begun, 'cancelled'))).toBe(false);
  });

  test('is marked when its time has run out, and not before', async () => {
    const { draft } = await proposed();
    await opened.store.operations.expire();
    expect(await opened.store.operations.find(draft.organization, draft.id)).toMatchObject({ state: 'proposed' });
    opened.advance(minute);
    expect(await opened.store.operations.cancel(draft.organization, draft.id, entryOf(draft, 'cancelled'))).toBe(false);
    expect(await opened.store.operations.expire()).toBeGreaterThanOrEqual(1);
    expect(await opened.store.operations.find(draft.organization, draft.id)).toMatchObject({ state: 'expired' });
    expect(await opened.store.operations.expire()).toBe(0);
  });

  test('lets nothing be proposed when it cannot be recorded', async () => {
    const draft = draftOf(newId('org'));
    const store = await opened.another('closed');
    await store.close();
    const proposing = store.operations.propose(draft, minute, entryOf(draft, 'proposed'));
    await expect(proposing).rejects.toMatchObject({ refusal: 'journal_unavailable' });
  });
});

import { expect, test } from 'vitest';
import { beginNow, draftOf, intentOf, newId, outcomeOf, takeLock } from '../builders.ts';
import { onBothDatabases } from '../homes.ts';

const minute = 60_000;
const settleMs = 25_000;

onBothDatabases('taking over interrupted operations', (opened) => {
  async function takenFor(id: string) {
    const taken = await opened.store.operations.takeOverInterrupted(settleMs);
    return taken.filter(({ operation }) => operation.id === id);
  }

  test('takes a begun operation whose lease ran out, with a higher fence, once', async () => {
    const draft = draftOf(newId('org'));
    const lock = await beginNow(opened.store, draft);
    opened.advance(minute);
    const [taken, ...more] = await takenFor(draft.id);
    expect(more).toEqual([]);
    expect(taken).toMatchObject({ operation: { id: draft.id, state: 'running' }, lock: { fence: lock.fence + 1 } });
    expect(await takenFor(draft.id)).toEqual([]);
    expect(await opened.store.operations.renew(lock)).toBe(false);
  });

  test('leaves an operation that is still led', async () => {
    const draft = draftOf(newId('org'));
    await beginNow(opened.store, draft);
    opened.advance(settleMs);
    expect(await takenFor(draft.id)).toEqual([]);
  });

  test('waits until no write of it can still be on its way', async () => {
    const draft = draftOf(newId('org'));
    const lock = await takeLock(opened.store, draft);
    opened.advance(minute - 1_000);
    const begun = await opened.store.operations.begin(intentOf(draft, lock));
    expect(begun).toMatchObject({ state: 'running' });
    opened.advance(2_000);
    expect(await takenFor(draft.id)).toEqual([]);
    opened.advance(settleMs);
    expect(await takenFor(draft.id)).toHaveLength(1);
  });

  test('leaves what has ended, and leases under which nothing began', async () => {
    const ended = draftOf(newId('org'));
    await opened.store.operations.settle(outcomeOf(ended, await beginNow(opened.store, ended)));
    const idle = draftOf(newId('org'));
    await takeLock(opened.store, idle);
    opened.advance(2 * minute);
    expect(await takenFor(ended.id)).toEqual([]);
    expect(await takenFor(idle.id)).toEqual([]);
  });

  test('hands each operation to one of several parallel callers', async () => {
    const drafts = Array.from({ length: 12 }, () => draftOf(newId('org')));
    for (const draft of drafts) await beginNow(opened.store, draft);
    opened.advance(2 * minute);
    const rounds = await Promise.all(
      Array.from({ length: 4 }, () => opened.store.operations.takeOverInterrupted(settleMs)),
    );
    const ids = rounds.flat().map(({ operation }) => operation.id);
    expect(ids.filter((id) => drafts.some((draft) => draft.id === id)).sort()).toEqual(
      drafts.map(({ id }) => id).sort(),
    );
  });

  test('the outcome of an operation taken over meanwhile is recorded as such', async () => {
    const draft = draftOf(newId('org'));
    const lock = await beginNow(opened.store, draft);
    opened.advance(minute);
    await takenFor(draft.id);
    await opened.store.operations.settle(outcomeOf(draft, lock));
    const rows = await opened.store.readJournal(draft.organization, 0);
    expect(JSON.parse(rows.at(-1)?.bytes ?? '')).toMatchObject({ type: 'outcome', detail: { leaseLost: true } });
  });
});

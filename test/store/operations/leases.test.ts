import { expect, test } from 'vitest';
import { askLock, beginNow, draftOf, intentOf, newId, outcomeOf, takeLock } from '../builders.ts';
import { onBothDatabases } from '../homes.ts';

const minute = 60_000;

onBothDatabases('leases', (opened) => {
  /** Another operation on the same target. */
  function rivalOf(draft: ReturnType<typeof draftOf>) {
    return { ...draft, id: newId('op'), verb: 'undo' as const };
  }

  test('a target is held by one operation, which is named', async () => {
    const draft = draftOf(newId('org'));
    await takeLock(opened.store, draft);
    expect(await askLock(opened.store, rivalOf(draft))).toEqual({ got: false, operationId: draft.id, verb: 'harden' });
  });

  test('one of many parallel callers gets the target', async () => {
    const draft = draftOf(newId('org'));
    const answers = await Promise.all(Array.from({ length: 30 }, () => askLock(opened.store, rivalOf(draft))));
    expect(answers.filter(({ got }) => got)).toHaveLength(1);
  });

  test('a second press of the same operation finds it held', async () => {
    const draft = draftOf(newId('org'));
    await takeLock(opened.store, draft);
    expect(await askLock(opened.store, draft)).toEqual({ got: false, operationId: draft.id, verb: 'harden' });
  });

  test('another target is free', async () => {
    const draft = draftOf(newId('org'));
    await takeLock(opened.store, draft);
    const target = { ...draft.target, id: 'guestInvites' };
    expect(await askLock(opened.store, { ...rivalOf(draft), target })).toMatchObject({ got: true });
  });

  test('a lease given back is free at once, with a higher fence', async () => {
    const draft = draftOf(newId('org'));
    const lock = await takeLock(opened.store, draft);
    await opened.store.operations.unlock(lock);
    expect(await opened.store.operations.renew(lock)).toBe(false);
    expect((await takeLock(opened.store, rivalOf(draft))).fence).toBe(lock.fence + 1);
  });

  test('nobody gives back the lease of an operation that has begun', async () => {
    const draft = draftOf(newId('org'));
    const lock = await beginNow(opened.store, draft);
    await opened.store.operations.unlock(lock);
    expect(await askLock(opened.store, rivalOf(draft))).toMatchObject({ got: false });
    expect(await opened.store.operations.renew(lock)).toBe(true);
  });

  test('an expired lease is free when nothing was begun under it', async () => {
    const draft = draftOf(newId('org'));
    const lock = await takeLock(opened.store, draft);
    opened.advance(minute);
    const rival = await takeLock(opened.store, rivalOf(draft));
    expect(rival.fence).toBe(lock.fence + 1);
    expect(await opened.store.operations.renew(lock)).toBe(false);
  });

  test('an expired lease is not free while its operation has no outcome', async () => {
    const draft = draftOf(newId('org'));
    const lock = await beginNow(opened.store, draft);
    opened.advance(minute);
    expect(await askLock(opened.store, rivalOf(draft))).toMatchObject({ got: false, operationId: draft.id });
    await opened.store.operations.settle(outcomeOf(draft, lock));
    expect(await askLock(opened.store, rivalOf(draft))).toMatchObject({ got: true });
  });

  test('a renewed lease lasts a minute from then', async () => {
    const draft = draftOf(newId('org'));
    const lock = await takeLock(opened.store, draft);
    opened.advance(minute - 1_000);
    expect(await opened.store.operations.renew(lock)).toBe(true);
    opened.advance(minute - 1_000);
    expect(await opened.store.operations.begin(intentOf(draft, lock))).toMatchObject({ state: 'running' });
  });

  test('the one server of an embedded store ends the leases of processes that are gone', async () => {
    const draft = draftOf(newId('org'));
    const gone = await opened.another('gone');
    await beginNow(gone, draft);
    const own = draftOf(newId('org'));
    await beginNow(opened.store, own);
    await opened.store.freeLeasesOfDeadInstances();
    const taken = await opened.store.operations.takeOverInterrupted(0);
    const ids = taken.map(({ operation }) => operation.id);
    expect(ids).toContain(draft.id);
    expect(ids).not.toContain(own.id);
  });
});

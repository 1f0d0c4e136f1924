import { expect, test } from 'vitest';
import { isRefusal } from '../../../src/core/errors.ts';
import { beginNow, draftOf, entryOf, intentOf, newId, outcomeOf, takeLock } from '../builders.ts';
import { onBothDatabases } from '../homes.ts';

const minute = 60_000;

onBothDatabases('begin', (opened) => {
  async function proposed(ttlMs = minute) {
    const draft = draftOf(newId('org'));
    await opened.store.operations.propose(draft, ttlMs, entryOf(draft, 'proposed'));
    return draft;
  }

  test('consumes a proposal and stores the before-state', async () => {
    const draft = await proposed();
    const lock = await takeLock(opened.store, draft);
    const reason = 'after the audit';
    const begun = await opened.store.operations.begin(intentOf({ ...draft, reason }, lock, 'proposal'));
    expect(begun).toMatchObject({ state: 'running', before: { isEnabled: false }, reason, steps: [] });
    expect(await opened.store.operations.find(draft.organization, draft.id)).toEqual(begun);
  });

  test('lets exactly one of 200 parallel callers begin a proposal', async () => {
    const draft = await proposed();
    const lock = await takeLock(opened.store, draft);
    const stores = [opened.store, opened.home.kind === 'postgres' ? await opened.another('second') : opened.store];
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => stores[n % 2]!.operations.begin(intentOf(draft, lock, 'proposal'))),
    );
    expect(answers.filter((answer) => typeof answer !== 'string')).toHaveLength(1);
    expect(answers.filter((answer) => answer === 'consumed')).toHaveLength(199);
    const intents = (await opened.store.readJournal(draft.organization, 0)).filter(({ type }) => type === 'intent');
    expect(intents).toHaveLength(1);
  });

  test('refuses a proposal whose time ran out by the store clock', async () => {
    const draft = await proposed(minute);
    opened.advance(minute);
    const lock = await takeLock(opened.store, draft);
    expect(await opened.store.operations.begin(intentOf(draft, lock, 'proposal'))).toBe('expired');
  });

  test('refuses a cancelled proposal', async () => {
    const draft = await proposed();
    await opened.store.operations.cancel(draft.organization, draft.id, entryOf(draft, 'cancelled'));
    const lock = await takeLock(opened.store, draft);
    expect(await opened.store.operations.begin(intentOf(draft, lock, 'proposal'))).toBe('consumed');
  });

  test('refuses a proposal of another organization', async () => {
    const draft = await proposed();
    const foreign = { ...draft, organization: newId('org') };
    const lock = await takeLock(opened.store, foreign);
    expect(await opened.store.operations.begin(intentOf(foreign, lock, 'proposal'))).toBe('consumed');
  });

  test('refuses a lease that is over', async () => {
    const draft = await proposed(5 * minute);
    const lock = await takeLock(opened.store, draft);
    opened.advance(minute);
    expect(await opened.store.operations.begin(intentOf(draft, lock, 'proposal'))).toBe('lock_lost');
  });

  test('refuses a lease that somebody else took over, and the proposal stays', async () => {
    const draft = await proposed(5 * minute);
    const old = await takeLock(opened.store, draft);
    opened.advance(minute);
    const lock = await takeLock(opened.store, draft);
    expect(await opened.store.operations.begin(intentOf(draft, old, 'proposal'))).toBe('lock_lost');
    expect(await opened.store.operations.begin(intentOf(draft, lock, 'proposal'))).toMatchObject({ state: 'running' });
  });

  test('refuses a lease given out for another operation', async () => {
    const draft = draftOf(newId('org'));
    const lock = await takeLock(opened.store, draft);
    const other = { ...draft, id: newId('op') };
    expect(await opened.store.operations.begin(intentOf(other, lock))).toBe('lock_lost');
  });

  test('begins an operation without a proposal once', async () => {
    const draft = draftOf(newId('org'));
    const lock = await beginNow(opened.store, draft);
    expect(await opened.store.operations.begin(intentOf(draft, lock))).toBe('consumed');
    await opened.store.operations.settle(outcomeOf(draft, lock));
    const again = await takeLock(opened.store, draft);
    expect(await opened.store.operations.begin(intentOf(draft, again))).toBe('consumed');
  });

  test('says journal_unavailable when the store cannot record the intent', async () => {
    const draft = draftOf(newId('org'));
    const store = await opened.another('closed');
    const lock = await takeLock(store, draft);
    await store.close();
    const failure = await store.operations.begin(intentOf(draft, lock)).catch((thrown: unknown) => thrown);
    expect(isRefusal(failure) && failure.refusal).toBe('journal_unavailable');
  });
});

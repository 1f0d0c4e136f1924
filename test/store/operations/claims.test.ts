import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { Claim } from '../../../src/core/journal.ts';
import type { OperationDraft } from '../../../src/core/operations/operation.ts';
import { draftOf, entryOf, intentOf, newId, outcomeOf, takeLock } from '../builders.ts';
import { onBothDatabases } from '../homes.ts';

const dayMs = 86_400_000;

onBothDatabases('claims', (opened) => {
  const newClaim = (): Claim => ({ id: randomUUID(), fingerprint: 'one body' });

  function draftWith(claim: Claim, organization = newId('org')): OperationDraft {
    return draftOf(organization, { via: { channel: 'rest', requestId: randomUUID(), claim } });
  }

  async function begun(draft: OperationDraft, store = opened.store) {
    const lock = await takeLock(store, draft);
    await store.operations.begin(intentOf(draft, lock));
    return lock;
  }

  const find = (organization: string, claim: Claim) => opened.store.operations.findClaimed(organization, claim);

  test('stands for the operation from its intent on, and for its outcome', async () => {
    const [claim, organization] = [newClaim(), newId('org')];
    expect(await find(organization, claim)).toBeUndefined();
    const draft = draftWith(claim, organization);
    const lock = await begun(draft);
    expect(await find(organization, claim)).toMatchObject({ id: draft.id, state: 'running' });
    const ended = await opened.store.operations.settle(outcomeOf(draft, lock));
    expect(await find(organization, claim)).toEqual(ended);
  });

  test('stands for an operation that had nothing to write', async () => {
    const claim = newClaim();
    const draft = draftWith(claim);
    await opened.store.operations.settle(outcomeOf(draft, await takeLock(opened.store, draft)));
    expect(await find(draft.organization, claim)).toMatchObject({ id: draft.id, state: 'ended' });
  });

  test('does not stand for an operation that was not begun', async () => {
    const claim = newClaim();
    const draft = draftWith(claim);
    const lock = await takeLock(opened.store, draft);
    await opened.store.operations.unlock(lock);
    expect(await opened.store.operations.begin(intentOf(draft, lock))).toBe('lock_lost');
    expect(await find(draft.organization, claim)).toBeUndefined();
  });

  test('is nothing to another organization', async () => {
    const claim = newClaim();
    await begun(draftWith(claim));
    expect(await find(newId('org'), claim)).toBeUndefined();
  });

  test('made for another body, is refused and nothing is begun', async () => {
    const claim = newClaim();
    const first = draftWith(claim);
    await begun(first);
    const other = { ...claim, fingerprint: 'another body' };
    const mismatch = { refusal: 'idempotency_mismatch' };
    await expect(find(first.organization, other)).rejects.toMatchObject(mismatch);
    const second = draftWith(other, first.organization);
    await expect(begun(second)).rejects.toMatchObject(mismatch);
    await expect(opened.store.operations.settle(outcomeOf(second))).rejects.toMatchObject(mismatch);
    expect(await opened.store.operations.find(second.organization, second.id)).toBeUndefined();
  });

  test('is taken by one of many operations that ask for it at once', async () => {
    const [claim, organization] = [newClaim(), newId('org')];
    const stores = [opened.store, opened.home.kind === 'postgres' ? await opened.another('second') : opened.store];
    const drafts = Array.from({ length: 50 }, () => draftWith(claim, organization));
    const answers = await Promise.allSettled(drafts.map((draft, n) => begun(draft, stores[n % 2])));
    const refusals = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
    expect(refusals).toHaveLength(49);
    const winner = await find(organization, claim);
    const inFlight = { refusal: 'in_progress', retryAfterS: 1, operationId: winner?.id };
    for (const refusal of refusals) expect(refusal).toMatchObject(inFlight);
    const intents = (await opened.store.readJournal(organization, 0)).filter(({ type }) => type === 'intent');
    expect(intents).toHaveLength(1);
  });

  test('is made to stand for the operation that another request began, once', async () => {
    const [claim, first] = [newClaim(), draftOf(newId('org'))];
    await begun(first);
    await opened.store.operations.claim(claim, first.id);
    await opened.store.operations.claim(claim, first.id);
    expect(await find(first.organization, claim)).toMatchObject({ id: first.id });
    await expect(opened.store.operations.claim(claim, newId('op'))).rejects.toMatchObject({ refusal: 'in_progress' });
  });

  test('is forgotten a day later by the store clock, and free again', async () => {
    const claim = newClaim();
    const first = draftWith(claim);
    const lock = await begun(first);
    await opened.store.operations.settle(outcomeOf(first, lock));
    opened.advance(dayMs - 1_000);
    expect(await find(first.organization, claim)).toBeDefined();
    opened.advance(1_000);
    expect(await find(first.organization, claim)).toBeUndefined();
    const second = draftWith({ ...claim, fingerprint: 'another body' }, first.organization);
    await begun(second);
    opened.advance(dayMs);
    await opened.store.operations.expire();
    expect(await find(first.organization, claim)).toBeUndefined();
  });

  test('lives in the store, not in the instance', async () => {
    const claim = newClaim();
    const draft = draftWith(claim);
    await begun(draft);
    const other = await opened.another('restarted');
    expect(await other.operations.findClaimed(draft.organization, claim)).toMatchObject({ id: draft.id });
  });

  test('comes and goes with the intent: an intent that cannot be recorded takes none', async () => {
    const claim = newClaim();
    const draft = draftWith(claim);
    const store = await opened.another('sealed');
    const lock = await takeLock(store, draft);
    store.sealJournal('a test');
    const intent = { ...intentOf(draft, lock), entry: entryOf(draft) };
    await expect(store.operations.begin(intent)).rejects.toMatchObject({ refusal: 'journal_unavailable' });
    expect(await find(draft.organization, claim)).toBeUndefined();
  });
});

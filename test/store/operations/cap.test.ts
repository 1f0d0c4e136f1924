import { expect, test } from 'vitest';
import type { OperationDraft } from '../../../src/core/operations/operation.ts';
import type { Limit } from '../../../src/core/operations/operation-store.ts';
import { lockKey } from '../../../src/core/operations/subjects.ts';
import { draftOf, intentOf, newId, outcomeOf, takeLock } from '../builders.ts';
import { onBothDatabases } from '../homes.ts';

const minute = 60_000;
const limits: readonly Limit[] = [
  { most: 3, withinMs: 10 * minute },
  { most: 4, withinMs: 1_000 * minute },
];

onBothDatabases('the cap on intents', (opened) => {
  const draftIn = (organization: string) =>
    draftOf(organization, { target: { kind: 'user', id: newId('user'), label: 'a user' } });

  async function begin(organization: string, key: string, some = limits, store = opened.store) {
    const draft = draftIn(organization);
    const lock = await takeLock(store, draft);
    const begun = await store.operations.begin({ ...intentOf(draft, lock), cap: { key, limits: some } });
    return typeof begun === 'string' ? begun : 'begun';
  }

  test('lets exactly as many begin as it says, however many try at once', async () => {
    const [organization, key] = [newId('org'), newId('cap')];
    const second = opened.home.kind === 'postgres' ? await opened.another('second') : opened.store;
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, n) => begin(organization, key, limits, n % 2 ? second : opened.store)),
    );
    expect(answers.filter((answer) => answer === 'begun')).toHaveLength(3);
    expect(answers.filter((answer) => answer === 'capped')).toHaveLength(57);
  });

  test('counts each key on its own, and what no limit applied to as well', async () => {
    const [organization, key] = [newId('org'), newId('cap')];
    for (let n = 0; n < 5; n++) expect(await begin(organization, key, [])).toBe('begun');
    expect(await begin(organization, key)).toBe('capped');
    expect(await begin(organization, newId('cap'))).toBe('begun');
  });

  test('every limit holds, by the store clock', async () => {
    const [organization, key] = [newId('org'), newId('cap')];
    for (let n = 0; n < 3; n++) await begin(organization, key);
    opened.advance(10 * minute);
    expect(await begin(organization, key)).toBe('begun');
    opened.advance(10 * minute);
    expect(await begin(organization, key)).toBe('capped');
  });

  test('nothing begins while one of several leases is lost', async () => {
    const draft = draftIn(newId('org'));
    const lock = await takeLock(opened.store, draft);
    const holder = { operationId: draft.id, verb: draft.verb, organization: draft.organization };
    const further = await opened.store.operations.lock(`${newId('tenant')}/more`, holder);
    if (!further.got) throw new Error('held');
    const stale = { key: further.key, fence: further.fence - 1 };
    expect(await opened.store.operations.begin({ ...intentOf(draft, lock), further: [stale] })).toBe('lock_lost');
    expect(await opened.store.operations.begin({ ...intentOf(draft, lock), further: [further] })).toMatchObject({
      state: 'running',
    });
  });

  test('a further lease of what has begun is held until it ends, and never taken over by itself', async () => {
    const draft = draftIn(newId('org'));
    const lock = await takeLock(opened.store, draft);
    const key = `${newId('tenant')}/more`;
    const hold = (one: OperationDraft) =>
      opened.store.operations.lock(key, { operationId: one.id, verb: one.verb, organization: one.organization });
    const further = await hold(draft);
    if (!further.got) throw new Error('held');
    await opened.store.operations.begin({ ...intentOf(draft, lock), further: [further] });
    opened.advance(10 * minute);
    expect(await hold(draftIn(draft.organization))).toMatchObject({ got: false, operationId: draft.id });
    const taken = await opened.store.operations.takeOverInterrupted(minute);
    const own = taken.filter(({ operation }) => operation.id === draft.id);
    expect(own).toMatchObject([{ lock: { key: lockKey(draft) } }]);
    expect(own[0]!.ageMs).toBeGreaterThanOrEqual(10 * minute);
    await opened.store.operations.settle(outcomeOf(draft, own[0]!.lock));
    await opened.store.operations.unlock(further);
    expect(await hold(draftIn(draft.organization))).toMatchObject({ got: true });
  });
});

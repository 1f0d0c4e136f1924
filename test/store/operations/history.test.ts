import { expect, test } from 'vitest';
import { actorId } from '../../../src/core/actors.ts';
import { lockKey } from '../../../src/core/operations/subjects.ts';
import { beginNow, draftOf, entryOf, newId, outcomeOf } from '../builders.ts';
import { onBothDatabases } from '../homes.ts';

onBothDatabases('history', (opened) => {
  async function begun(organization: string) {
    const draft = draftOf(organization);
    await opened.store.operations.settle(outcomeOf(draft, await beginNow(opened.store, draft)));
    return draft;
  }

  test('narrows to what was asked for by one actor', async () => {
    const organization = newId('org');
    const [first, second] = [await begun(organization), await begun(organization)];
    const requestedBy = actorId(first.requestedBy);
    const { operations } = await opened.store.operations.list(organization, { limit: 8, requestedBy });
    expect(operations.map(({ id }) => id)).toEqual([first.id]);
    expect(actorId(second.requestedBy)).not.toBe(requestedBy);
    expect(await opened.store.operations.list(newId('org'), { limit: 8, requestedBy })).toEqual({ operations: [] });
  });

  test('pages through what has begun, newest first', async () => {
    const organization = newId('org');
    const drafts = [];
    for (let n = 0; n < 5; n++) drafts.push(await begun(organization));
    const proposal = draftOf(organization);
    await opened.store.operations.propose(proposal, 60_000, entryOf(proposal, 'proposed'));
    await begun(newId('org'));

    const listed: string[] = [];
    let page = await opened.store.operations.list(organization, { limit: 2 });
    for (;;) {
      listed.push(...page.operations.map(({ id }) => id));
      if (page.cursor === undefined) break;
      page = await opened.store.operations.list(organization, { limit: 2, cursor: page.cursor });
    }
    expect(listed).toEqual(drafts.map(({ id }) => id).reverse());
  });

  test('a page that ends the list has no cursor', async () => {
    const organization = newId('org');
    await begun(organization);
    await begun(organization);
    const page = await opened.store.operations.list(organization, { limit: 2 });
    expect(page.operations).toHaveLength(2);
    expect(page.cursor).toBeUndefined();
  });

  test('narrows to some connections', async () => {
    const organization = newId('org');
    const wanted = await begun(organization);
    await begun(organization);
    const of = (connections: string[]) => opened.store.operations.list(organization, { limit: 9, connections });
    expect((await of([wanted.connection.id])).operations.map(({ id }) => id)).toEqual([wanted.id]);
    expect((await of([])).operations).toEqual([]);
  });

  test.each(['', '0', '-1', '1e3', "1' or '1'='1", '99999999999999999999'])('refuses the cursor %j', async (cursor) => {
    const listing = opened.store.operations.list(newId('org'), { limit: 2, cursor });
    await expect(listing).rejects.toMatchObject({ refusal: 'invalid_request' });
  });

  test('tells what last ended on a target, newest first, for one organization', async () => {
    const organization = newId('org');
    const { connection, target } = draftOf(organization);
    const again = async (of: string) => {
      const draft = draftOf(of, { connection, target });
      await opened.store.operations.settle(outcomeOf(draft, await beginNow(opened.store, draft)));
      return draft;
    };
    const [first, second, foreign] = [await again(organization), await again(organization), await again(newId('org'))];
    const key = lockKey(first);
    const latest = await opened.store.operations.latest(organization, [key], 10);
    expect(latest.map(({ id }) => id)).toEqual([second.id, first.id]);
    expect(await opened.store.operations.latest(organization, [key], 1)).toHaveLength(1);
    expect(await opened.store.operations.latest(foreign.organization, [key], 10)).toHaveLength(1);
    expect(await opened.store.operations.latest(organization, ['another target'], 10)).toEqual([]);
    expect(await opened.store.operations.latest(organization, [], 10)).toEqual([]);
    expect(await opened.store.operations.latest(organization, ['another target', key], 10)).toHaveLength(2);
  });
});

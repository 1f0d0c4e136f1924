import { expect, onTestFinished, test } from 'vitest';
import { moveStore } from '../../src/store/move.ts';
import { openStore, type StoreHome } from '../../src/store/open.ts';
import { holdServingLock } from '../../src/store/serving-lock.ts';
import { beginNow, draftOf, newId, noteOf } from './builders.ts';
import { directly, newHome } from './homes.ts';

async function homes() {
  const [from, to] = [await newHome('embedded'), await newHome('postgres')];
  onTestFinished(from.remove);
  onTestFinished(to.remove);
  if (from.home.kind !== 'embedded' || to.home.kind !== 'postgres') throw new Error('not reached');
  return { from: from.home, to: to.home };
}

async function filled(home: StoreHome, organization: string, rows: number): Promise<void> {
  const store = await openStore(home, { instance: 'test' });
  await store.organizations.ensure({ id: organization, name: 'Zoë “Contoso” 🙂', entitlements: ['threatAlerts'] });
  const text = 'line\u2028separator \u0000 \ud800';
  for (let n = 0; n < rows; n++) await store.journal.append(noteOf(organization, { n, text }));
  await beginNow(store, draftOf(organization));
  await store.close();
}

async function contents(home: StoreHome, organization: string) {
  const store = await openStore(home, { instance: 'test' });
  const journal = [];
  for (let rows = await store.readJournal(organization, 0); rows.length > 0; ) {
    journal.push(...rows);
    rows = await store.readJournal(organization, rows.at(-1)?.seq ?? 0);
  }
  const told = {
    journal,
    verified: await store.verifyJournal(organization),
    organizations: await store.organizations.list(),
    operations: await store.operations.list(organization, { limit: 10 }),
  };
  await store.close();
  return told;
}

test('everything arrives as it was, and the old store is left as it is', { timeout: 60_000 }, async () => {
  const { from, to } = await homes();
  const organization = newId('org');
  await filled(from, organization, 2_500);
  const before = await contents(from, organization);
  expect(await moveStore(from.directory, to.url, 'mover')).toMatchObject({ rows: expect.any(Number) });
  expect(await contents(to, organization)).toEqual(before);
  expect(await contents(from, organization)).toEqual(before);
  expect(before.verified).toMatchObject({ ok: true, rows: 2_501 });
});

test('the moved journal goes on where it was', async () => {
  const { from, to } = await homes();
  const organization = newId('org');
  await filled(from, organization, 3);
  await moveStore(from.directory, to.url, 'mover');
  const store = await openStore(to, { instance: 'test' });
  await store.journal.append(noteOf(organization));
  expect(await store.verifyJournal(organization)).toMatchObject({ ok: true, rows: 5 });
  await store.close();
});

test('is refused while a server uses the store', async () => {
  const { from, to } = await homes();
  const lock = holdServingLock(from.directory);
  await expect(moveStore(from.directory, to.url, 'mover')).rejects.toThrow('Another Bulwark server is using');
  lock.release();
});

test('a database that is not empty is left alone', async () => {
  const { from, to } = await homes();
  await filled(from, newId('org'), 2);
  await filled(to, 'org_there', 1);
  await expect(moveStore(from.directory, to.url, 'mover')).rejects.toThrow('is not empty');
  const { organizations } = await contents(to, 'org_there');
  expect(organizations).toHaveLength(1);
});

test('a move that fails half-way leaves the database empty', async () => {
  const { from, to } = await homes();
  const organization = newId('org');
  await filled(from, organization, 3);
  await openStore(to, { instance: 'test' }).then((store) => store.close());
  await directly(to, 'alter table operations add constraint none_allowed check (false)');
  await expect(moveStore(from.directory, to.url, 'mover')).rejects.toThrow('none_allowed');
  expect((await contents(to, organization)).journal).toEqual([]);
  await directly(to, 'alter table operations drop constraint none_allowed');
  await moveStore(from.directory, to.url, 'mover');
});

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { journalProof } from '../../../src/store/archive/journal-proof.ts';
import { journalKeeper } from '../../../src/store/checkpoints/journal-keeper.ts';
import { openStore } from '../../../src/store/open.ts';
import { newId, noteOf } from '../builders.ts';
import { newDirectory, newKey, newPlace } from '../checkpoints/place.ts';
import { directly, newHome, onBothDatabases, tamper } from '../homes.ts';

onBothDatabases('proving a journal', (opened) => {
  test('every organization is looked at, and what is signed is counted', async () => {
    const place = await newPlace();
    const organization = newId('org');
    await opened.store.organizations.ensure({ id: newId('org'), name: 'Quiet', entitlements: [] });
    await opened.store.journal.append(noteOf(organization));
    await journalKeeper(opened.store, place, Date.now).checkpoint(true);
    await opened.store.journal.append(noteOf(organization));
    const { chains, covered } = await journalProof(opened.store, place, Date.now).verify();
    expect(chains.map(({ ok }) => ok)).toEqual([true, true]);
    expect(chains).toContainEqual(expect.objectContaining({ organization, rows: 2 }));
    expect(covered).toBe(1);
  });
});

test('an organization that was removed without a trace is missed', async () => {
  const { home, remove } = await newHome('embedded');
  const store = await openStore(home, { instance: 'test' });
  const place = await newPlace();
  const organization = newId('org');
  await store.journal.append(noteOf(organization));
  await journalKeeper(store, place, Date.now).checkpoint(true);
  await tamper(home, 'delete from journal');
  await directly(home, 'delete from journal_heads');
  const proof = journalProof(store, place, Date.now);
  const bad = [expect.objectContaining({ ok: false, organization, seq: 1 })];
  expect((await proof.verify()).chains).toEqual(bad);
  const directory = join(await newDirectory(), 'archive');
  expect((await proof.exportTo(directory)).chains).toEqual(bad);
  await expect(readdir(directory)).rejects.toThrow('ENOENT');
  await store.close();
  await remove();
});

test('a key that was replaced and not kept is told once, however much it signed', async () => {
  const { home, remove } = await newHome('embedded');
  const store = await openStore(home, { instance: 'test' });
  const place = await newPlace();
  const keeper = journalKeeper(store, place, Date.now);
  for (const organization of [newId('org'), newId('org')]) {
    await store.journal.append(noteOf(organization));
    await keeper.checkpoint(true);
  }
  const { chains } = await journalProof(store, { ...place, key: newKey() }, Date.now).verify();
  expect(chains.filter(({ ok }) => !ok)).toMatchObject([{ organization: 'checkpoints', seq: 1 }]);
  await store.close();
  await remove();
});

test('nothing is exported into a directory that is not empty', async () => {
  const { home, remove } = await newHome('embedded');
  const store = await openStore(home, { instance: 'test' });
  const place = await newPlace();
  await store.journal.append(noteOf(newId('org')));
  await journalKeeper(store, place, Date.now).checkpoint(true);
  const exporting = journalProof(store, place, Date.now).exportTo(place.directory);
  await expect(exporting).rejects.toThrow('is not empty');
  await store.close();
  await remove();
});

import { describe, expect, test } from 'vitest';
import { openStore, type Store, type StoreHome } from '../../src/store/open.ts';
import { newId, noteOf } from './builders.ts';
import { kinds, newHome, onBothDatabases, tamper } from './homes.ts';

onBothDatabases('verifying a journal', (opened) => {
  test('an empty chain is good', async () => {
    expect(await opened.store.verifyJournal(newId('org'))).toEqual({ ok: true, rows: 0, head: '0'.repeat(64) });
  });

  test('1,000 concurrent appends over three organizations make three good chains', async () => {
    const organizations = [newId('org'), newId('org'), newId('org')];
    for (let round = 0; round < 5; round++) {
      const appends = Array.from({ length: 200 }, (_, n) =>
        opened.store.journal.append(noteOf(organizations[n % 3]!, { n })),
      );
      await Promise.all(appends);
    }
    const found = await Promise.all(organizations.map((organization) => opened.store.verifyJournal(organization)));
    expect(found.every(({ ok }) => ok)).toBe(true);
    expect(found.reduce((sum, verification) => sum + (verification.ok ? verification.rows : 0), 0)).toBe(1_000);
  });

  test('is good while somebody goes on writing', async () => {
    const organization = newId('org');
    const writing = Promise.all(Array.from({ length: 100 }, () => opened.store.journal.append(noteOf(organization))));
    expect(await opened.store.verifyJournal(organization)).toMatchObject({ ok: true });
    await writing;
    expect(await opened.store.verifyJournal(organization)).toMatchObject({ ok: true, rows: 100 });
  });
});

describe.each(kinds)('a chain that was tampered with (%s)', (kind) => {
  const changes = [
    ['its text', `update journal set bytes = replace(bytes, '"n":2', '"n":9') where seq = 2`, 2, 'text was changed'],
    [
      'its text and hash',
      `update journal set bytes = '{}', hash = '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a' where seq = 2`,
      2,
      'form',
    ],
    ['a column', `update journal set type = 'outcome' where seq = 2`, 2, 'column differs'],
    ['its time', 'update journal set ts = ts + 1 where seq = 3', 3, 'column differs'],
    ['a row taken out', 'delete from journal where seq = 2', 2, 'missing'],
    ['its end cut off', 'delete from journal where seq > 3', 4, 'missing'],
    ['its order', 'update journal set seq = 10 - seq where seq in (4, 5)', 4, 'missing'],
    ['its recorded end', 'update journal_heads set seq = 4', 5, 'goes on'],
    ['its recorded hash', `update journal_heads set hash = 'x'`, 5, 'not the row'],
  ] as const;

  test.each(changes)('%s', async (_name, text, seq, why) => {
    const { home, remove } = await newHome(kind);
    const organization = newId('org');
    const store = await filled(home, organization);
    await tamper(home, text);
    expect(await store.verifyJournal(organization)).toMatchObject({
      ok: false,
      seq,
      why: expect.stringContaining(why),
    });
    await store.close();
    await remove();
  });
});

async function filled(home: StoreHome, organization: string): Promise<Store> {
  const store = await openStore(home, { instance: 'test' });
  for (const n of [1, 2, 3, 4, 5]) await store.journal.append(noteOf(organization, { n }));
  return store;
}

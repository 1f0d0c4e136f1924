import { expect, test } from 'vitest';
import { actorId } from '../../src/core/actors.ts';
import { sha256 } from '../../src/store/sha256.ts';
import { newId, noteOf, person } from './builders.ts';
import { directly, onBothDatabases } from './homes.ts';

onBothDatabases('journal', (opened) => {
  const rowsOf = (organization: string) => opened.store.readJournal(organization, 0);

  test('each row names the hash of the one before it', async () => {
    const organization = newId('org');
    for (const n of [1, 2, 3]) await opened.store.journal.append(noteOf(organization, { n }));
    const rows = await rowsOf(organization);
    expect(rows.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(rows[0]!.prev).toBe('0'.repeat(64));
    expect(rows[1]!.prev).toBe(rows[0]!.hash);
    expect(rows[2]!.hash).toBe(sha256(rows[2]!.bytes));
  });

  test('the hashed text holds every fact of the row', async () => {
    const organization = newId('org');
    const entry = { ...noteOf(organization, { ünicode: '\u0000 \ud800 "' }), tenantId: 'tenant', operationId: 'op_1' };
    await opened.store.journal.append(entry);
    const [row] = await rowsOf(organization);
    const { seq, ts, prev } = row!;
    expect(JSON.parse(row!.bytes)).toEqual({ v: 1, seq, ts, prev, ...entry });
    expect(row).toMatchObject({ type: 'key', actor: actorId(entry.actor), tenant_id: 'tenant', operation_id: 'op_1' });
  });

  test('time never goes back along a chain', async () => {
    const organization = newId('org');
    await opened.store.journal.append(noteOf(organization));
    opened.advance(-600_000);
    await opened.store.journal.append(noteOf(organization));
    opened.advance(600_000);
    const [first, second] = await rowsOf(organization);
    expect(second!.ts).toBe(first!.ts);
  });

  test.each([
    ['update', `update journal set type = 'key'`],
    ['delete', 'delete from journal'],
  ])('the database refuses an %s', async (_name, text) => {
    await opened.store.journal.append(noteOf(newId('org')));
    await expect(directly(opened.home, text)).rejects.toThrow('journal is append-only');
  });

  test('PostgreSQL refuses to truncate, too', async ({ skip }) => {
    if (opened.home.kind === 'embedded') skip('there is no such statement');
    await expect(directly(opened.home, 'truncate journal')).rejects.toThrow('journal is append-only');
  });

  test('two rows never share a place in the chain', async () => {
    const organization = newId('org');
    await opened.store.journal.append(noteOf(organization));
    const copy = `insert into journal select * from journal where organization = '${organization}'`;
    await expect(directly(opened.home, copy)).rejects.toThrow();
  });

  test('denials of one actor, verb and minute make one row', async () => {
    const organization = newId('org');
    const [actor, other] = [person(organization), person(organization)];
    const deny = (who: typeof actor, verb: string) =>
      opened.store.journal.deny({ actor: who, via: { channel: 'chat' }, verb, why: 'not_allowed' });
    await Promise.all(Array.from({ length: 20 }, () => deny(actor, 'harden')));
    await deny(actor, 'undo');
    await deny(other, 'harden');
    expect(await rowsOf(organization)).toHaveLength(3);
    opened.advance(60_000);
    await deny(actor, 'harden');
    const rows = await rowsOf(organization);
    expect(rows).toHaveLength(4);
    expect(JSON.parse(rows[0]!.bytes)).toMatchObject({ type: 'denied', detail: { why: 'not_allowed' } });
  });

  test('a record that cannot be written is refused', async () => {
    const store = await opened.another('closed');
    await store.close();
    const appending = store.journal.append(noteOf(newId('org')));
    await expect(appending).rejects.toMatchObject({ refusal: 'journal_unavailable' });
  });
});

import { expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '../../src/store/database.ts';
import { embeddedDialect } from '../../src/store/dialect/embedded.ts';
import { append } from '../../src/store/journal.ts';
import { moveStore } from '../../src/store/move.ts';
import { openStore } from '../../src/store/open.ts';
import { newId, noteOf } from './builders.ts';
import { newHome } from './homes.ts';

const rowsAtOnce = 2_000;

/** Moves a store with this many rows of journal to PostgreSQL and verifies them there; says how long each took. */
export function movesJournal(rows: number): void {
  test(`a journal of ${rows} rows moves to PostgreSQL and verifies there`, { timeout: 480_000 }, async () => {
    const [from, to] = [await newHome('embedded'), await newHome('postgres')];
    onTestFinished(from.remove);
    onTestFinished(to.remove);
    if (from.home.kind !== 'embedded' || to.home.kind !== 'postgres') throw new Error('not reached');
    const organization = newId('org');
    await (await openStore(from.home, { instance: 'test' })).close();
    const source = openDatabase(embeddedDialect(from.home.directory), { instance: 'test' });
    for (let n = 0; n < rows; n += rowsAtOnce) {
      const some = Math.min(rowsAtOnce, rows - n);
      await source.write(async (tx) => {
        for (let at = 0; at < some; at++) await append(tx, noteOf(organization, { n: n + at }));
      });
    }
    await source.close();
    const started = performance.now();
    await moveStore(from.home.directory, to.home.url, 'mover');
    const moved = performance.now();
    const store = await openStore(to.home, { instance: 'test' });
    const verification = await store.verifyJournal(organization);
    const verified = performance.now();
    await store.close();
    expect(verification).toMatchObject({ ok: true, rows });
    const seconds = (ms: number) => (ms / 1_000).toFixed(1);
    process.stderr.write(
      `${rows} rows: moved in ${seconds(moved - started)} s, verified in ${seconds(verified - moved)} s\n`,
    );
  });
}

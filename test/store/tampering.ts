import { type Kysely, sql } from 'kysely';
import { canonicalJson } from '../../src/core/canonical-json.ts';
import { journalProof } from '../../src/store/archive/journal-proof.ts';
import { journalKeeper } from '../../src/store/checkpoints/journal-keeper.ts';
import { openStore, type StoreHome } from '../../src/store/open.ts';
import { sha256 } from '../../src/store/sha256.ts';
import type { JournalRow, Tables } from '../../src/store/tables.ts';
import { newId, noteOf } from './builders.ts';
import { newPlace } from './checkpoints/place.ts';
import { type Kind, newHome, openDirectly, tamper } from './homes.ts';

const rows = 60;

/** Numbers from 0 to below `limit`, the same ones on every run. */
export type Dice = (limit: number) => number;

export function dice(seed: number): Dice {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

type Tampering = (db: Kysely<Tables>, original: readonly JournalRow[], roll: Dice) => Promise<void>;

const texts = ['organization', 'type', 'actor', 'prev', 'hash', 'bytes'] as const;
const numbers = ['seq', 'ts'] as const;

function rowAt(original: readonly JournalRow[], index: number): JournalRow {
  const row = original[index];
  if (!row) throw new Error(`no row ${index}`);
  return row;
}

async function update(db: Kysely<Tables>, seq: number, set: Partial<JournalRow>): Promise<void> {
  await db.updateTable('journal').set(set).where('seq', '=', seq).execute();
}

/** A text that the database takes and that differs in one bit. */
function flipped(text: string, roll: Dice): string {
  for (;;) {
    const bytes = Buffer.from(text);
    bytes[roll(bytes.length)]! ^= 1 << roll(7);
    const changed = bytes.toString('utf8');
    if (!changed.includes('\0') && Buffer.from(changed).equals(bytes)) return changed;
  }
}

async function flipBit(db: Kysely<Tables>, original: readonly JournalRow[], roll: Dice): Promise<void> {
  const row = rowAt(original, roll(rows));
  const column = [...texts, ...numbers][roll(texts.length + numbers.length)] ?? 'bytes';
  const value = row[column];
  const changed = typeof value === 'string' ? flipped(value, roll) : Number(BigInt(value) ^ (1n << BigInt(roll(40))));
  const taken = column === 'seq' && original.some(({ seq }) => seq === changed);
  await update(db, row.seq, { [column]: taken ? -row.seq : changed });
}

async function deleteRow(db: Kysely<Tables>, _original: readonly JournalRow[], roll: Dice): Promise<void> {
  await db
    .deleteFrom('journal')
    .where('seq', '=', 1 + roll(rows))
    .execute();
}

async function swap(db: Kysely<Tables>, original: readonly JournalRow[], roll: Dice): Promise<void> {
  const first = roll(rows);
  const [a, b] = [rowAt(original, first), rowAt(original, (first + 1 + roll(rows - 1)) % rows)];
  if (roll(2) === 0) {
    await update(db, a.seq, { seq: -1 });
    await update(db, b.seq, { seq: a.seq });
    await update(db, -1, { seq: b.seq });
  } else {
    const { seq: _a, ...left } = a;
    const { seq: _b, ...right } = b;
    await update(db, a.seq, right);
    await update(db, b.seq, left);
  }
}

/** In the middle, with every later row moved up, and with its own hash right. */
async function insert(db: Kysely<Tables>, original: readonly JournalRow[], roll: Dice): Promise<void> {
  const at = 1 + roll(rows);
  await sql`update journal set seq = -seq - 1 where seq >= ${at}`.execute(db);
  await sql`update journal set seq = -seq where seq < 0`.execute(db);
  const model = rowAt(original, at - 1);
  const bytes = canonicalJson({ ...JSON.parse(model.bytes), ts: model.ts + 1 });
  await db
    .insertInto('journal')
    .values({ ...model, ts: model.ts + 1, bytes, hash: sha256(bytes) })
    .execute();
  await sql`update journal_heads set seq = seq + 1`.execute(db);
}

/** Together with what the store remembers of the chain's end. */
async function cutTail(db: Kysely<Tables>, original: readonly JournalRow[], roll: Dice): Promise<void> {
  const left = 1 + roll(rows - 1);
  await db.deleteFrom('journal').where('seq', '>', left).execute();
  await db
    .updateTable('journal_heads')
    .set({ seq: left, hash: rowAt(original, left - 1).hash })
    .execute();
}

/** What somebody with the database, but without the key, does best: a row is changed and every later one made to fit. */
async function rechain(db: Kysely<Tables>, original: readonly JournalRow[], roll: Dice): Promise<void> {
  const at = roll(rows);
  let prev = rowAt(original, at).prev;
  for (const row of original.slice(at)) {
    const detail = row.seq === at + 1 ? { detail: { n: -1 } } : {};
    const bytes = canonicalJson({ ...JSON.parse(row.bytes), ...detail, prev });
    await update(db, row.seq, { prev, bytes, hash: sha256(bytes) });
    prev = sha256(bytes);
  }
  await db.updateTable('journal_heads').set({ hash: prev }).execute();
}

export const tamperings = { flipBit, deleteRow, swap, insert, cutTail, rechain } satisfies Record<string, Tampering>;

/** Tampers with a journal below its checkpoint, so many times in each way. Answers which were not found. */
export async function tamperWithJournal(kind: Kind, times: Record<keyof typeof tamperings, number>, seed: number) {
  const { home, remove } = await newHome(kind);
  const { proof, close } = await signedJournal(home);
  const db = openDirectly(home);
  const original = await db.selectFrom('journal').selectAll().orderBy('seq').execute();
  const heads = await db.selectFrom('journal_heads').selectAll().execute();
  await tamper(home, 'select 1');
  const roll = dice(seed);
  const unnoticed: string[] = [];
  for (const [name, work] of Object.entries(tamperings)) {
    for (let n = 0; n < times[name as keyof typeof tamperings]; n++) {
      await work(db, original, roll);
      const { chains } = await proof.verify();
      if (chains.every(({ ok }) => ok)) unnoticed.push(`${name} ${n} (seed ${seed})`);
      await db.deleteFrom('journal').execute();
      await db.insertInto('journal').values(original).execute();
      await db.deleteFrom('journal_heads').execute();
      await db.insertInto('journal_heads').values(heads).execute();
    }
  }
  const wholeAgain = (await proof.verify()).chains.every(({ ok }) => ok);
  await db.destroy();
  await close();
  await remove();
  return { unnoticed, wholeAgain };
}

async function signedJournal(home: StoreHome) {
  const store = await openStore(home, { instance: 'test' });
  const organization = newId('org');
  for (let n = 0; n < rows; n++) await store.journal.append(noteOf(organization, { n, note: 'Zoë “quoted” 🙂' }));
  const place = await newPlace();
  await journalKeeper(store, place, Date.now).checkpoint(true);
  return { proof: journalProof(store, place, Date.now), close: () => store.close() };
}

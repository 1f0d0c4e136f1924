import type { JournalEntry } from '../core/journal.ts';
import type { Database, Executor } from './database.ts';
import { append } from './journal.ts';

const probe = 'ready';

/** Whether a commit becomes durable now. The probe stands outside every journal chain. */
export async function canCommit({ write }: Database): Promise<boolean> {
  return write(commitProbe).then(
    () => true,
    () => false,
  );
}

async function commitProbe(tx: Executor): Promise<void> {
  const at = await tx.now();
  await tx.db
    .insertInto('probes')
    .values({ id: probe, at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
    .execute();
}

const undone = Symbol('undone');

/** Undefined when the journal would take a row now; the row is taken back. */
export async function whyNotWritable(database: Database): Promise<string | undefined> {
  const why = await database.write(appendAndUndo).catch((thrown: unknown) => thrown);
  if (why !== undone) return why instanceof Error ? why.message : String(why);
  return (await canCommit(database)) ? undefined : 'the store does not commit';
}

async function appendAndUndo(tx: Executor): Promise<never> {
  await append(tx, probeEntry);
  throw undone;
}

const probeEntry: JournalEntry = {
  type: 'denied',
  organization: probe,
  actor: { kind: 'system', organization: probe, name: 'doctor' },
  via: { channel: 'cli' },
  detail: {},
};

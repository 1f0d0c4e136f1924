import { actorId } from '../core/actors.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { refuse } from '../core/errors.ts';
import type { DenialEntry, Journal, JournalEntry } from '../core/journal.ts';
import type { Database, Executor } from './database.ts';
import { sha256 } from './sha256.ts';
import type { JournalRow, Tables } from './tables.ts';
import { orJournalUnavailable } from './unavailable.ts';

export const canonicalVersion = 1;
/** `prev` of an organization's first row. */
export const noHash = '0'.repeat(64);
const minuteMs = 60_000;

export function journalStore(database: Database): Journal {
  return {
    append: (entry) => orJournalUnavailable(() => database.write((tx) => append(tx, entry).then(() => undefined))),
    deny: (entry) => orJournalUnavailable(() => database.write((tx) => deny(tx, entry))),
  };
}

/**
 * Adds a row to its organization's chain, inside the caller's transaction. The chain's head is the last lock a
 * transaction takes, and it takes no second one.
 */
export async function append(tx: Executor, entry: JournalEntry): Promise<JournalRow> {
  refuseIfSealed(tx);
  const from = performance.now();
  const head = await lockHead(tx, entry.organization);
  const row = chained(entry, head, Math.max(head.ts, await tx.now()));
  await tx.db.insertInto('journal').values(row).execute();
  await tx.db
    .updateTable('journal_heads')
    .set({ seq: row.seq, hash: row.hash, ts: row.ts })
    .where('organization', '=', row.organization)
    .execute();
  tx.onAppended(performance.now() - from);
  return row;
}

/** Whoever has the head sees every row that counts, until the caller's transaction ends. */
export async function lockChain(tx: Executor, organization: string): Promise<void> {
  await lockHead(tx, organization);
}

/** A row added to a rewritten chain would make the rewriting look genuine. */
function refuseIfSealed({ seal }: Executor): void {
  if (seal() === undefined) return;
  const message =
    'The audit record is not what was signed of it, so Bulwark changes nothing. Run: bulwark journal verify';
  refuse('journal_unavailable', message);
}

type Head = Tables['journal_heads'];

async function lockHead({ db, dialect }: Executor, organization: string): Promise<Head> {
  const locked = db
    .selectFrom('journal_heads')
    .selectAll()
    .where('organization', '=', organization)
    .modifyEnd(dialect.forUpdate);
  const head = await locked.executeTakeFirst();
  if (head) return head;
  const first = { organization, seq: 0, hash: noHash, ts: 0 };
  await db
    .insertInto('journal_heads')
    .values(first)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return locked.executeTakeFirstOrThrow();
}

function chained(entry: JournalEntry, head: Head, ts: number): JournalRow {
  const seq = head.seq + 1;
  const bytes = canonicalJson({ ...entry, v: canonicalVersion, seq, ts, prev: head.hash });
  return { ...copies(entry), seq, ts, prev: head.hash, hash: sha256(bytes), bytes };
}

/** The columns that are queried; what counts is in the canonical bytes. */
export function copies(entry: JournalEntry) {
  return {
    organization: entry.organization,
    type: entry.type,
    actor: actorId(entry.actor),
    operation_id: entry.operationId ?? null,
    connection_id: entry.connectionId ?? null,
    tenant_id: entry.tenantId ?? null,
  };
}

async function deny(tx: Executor, { actor, via, verb, why }: DenialEntry): Promise<void> {
  const { organization } = actor;
  const minute = Math.floor((await tx.now()) / minuteMs);
  const { count } = await tx.db
    .insertInto('denials')
    .values({ organization, actor: actorId(actor), verb, minute, count: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['organization', 'actor', 'verb', 'minute'])
        .doUpdateSet(({ ref, eb }) => ({ count: eb(ref('denials.count'), '+', 1) })),
    )
    .returning('count')
    .executeTakeFirstOrThrow();
  if (count === 1) await append(tx, { type: 'denied', organization, actor, via, detail: { verb, why } });
}

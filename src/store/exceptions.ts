import type { NewException, PolicyException, PolicyExceptions } from '../core/exceptions/policy-exception.ts';
import type { JournalEntry } from '../core/journal.ts';
import { postureSubject } from '../core/operations/subjects.ts';
import { endRegression } from './alerts/commit.ts';
import type { Database, Executor } from './database.ts';
import { lookSoon } from './drift/after-operation.ts';
import { append } from './journal.ts';
import { parse } from './json.ts';
import { lastKnown } from './last-known.ts';
import { queueEdits } from './outbox-queue.ts';
import type { ExceptionRow } from './tables.ts';
import { orJournalUnavailable } from './unavailable.ts';

export function exceptionStore({ outside, write }: Database): PolicyExceptions {
  return {
    accept: (accepted, entry) => orJournalUnavailable(() => write((tx) => accept(tx, accepted, entry))),
    withdraw: (at, entry) => orJournalUnavailable(() => write((tx) => withdraw(tx, at, entry))),
    list: lastKnown((organization: string, connectionId: string) => list(outside, organization, connectionId)),
    expire: (entryOf) => write((tx) => expire(tx, entryOf)),
  };
}

async function accept(tx: Executor, accepted: NewException, entry: JournalEntry): Promise<PolicyException> {
  const now = await tx.now();
  const standing = { accepted: JSON.stringify(accepted), accepted_at: now, expires_at: accepted.expiresAt, over: 0 };
  const { organization, connection, policyKey } = accepted;
  const row: ExceptionRow = { connection_id: connection.id, policy_key: policyKey, organization, ...standing, over: 0 };
  await tx.db
    .insertInto('policy_exceptions')
    .values(row)
    .onConflict((conflict) => conflict.columns(['connection_id', 'policy_key']).doUpdateSet({ ...standing, over: 0 }))
    .execute();
  await queueEdits(tx, null, [postureSubject(connection.id)]);
  await lookSoon(tx, organization, connection.id);
  await endRegression(tx, { ...connection, organization }, { policyKey, detail: 'accepted' }, entry);
  await append(tx, entry);
  return fromRow(row, now);
}

type Place = Parameters<PolicyExceptions['withdraw']>[0];

async function withdraw(tx: Executor, at: Place, entry: JournalEntry): Promise<boolean> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('policy_exceptions')
    .where('organization', '=', at.organization)
    .where('connection_id', '=', at.connectionId)
    .where('policy_key', '=', at.policyKey)
    .executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await queueEdits(tx, null, [postureSubject(at.connectionId)]);
  await lookSoon(tx, at.organization, at.connectionId);
  await append(tx, entry);
  return true;
}

async function list(outside: Executor, organization: string, connectionId: string) {
  const now = await outside.now();
  const rows = await outside.db
    .selectFrom('policy_exceptions')
    .selectAll()
    .where('organization', '=', organization)
    .where('connection_id', '=', connectionId)
    .orderBy('policy_key')
    .execute();
  return rows.map((row) => fromRow(row, now));
}

/** The row stays, so that people see that it ran out and when. */
async function expire(tx: Executor, entryOf: (over: PolicyException) => JournalEntry): Promise<number> {
  const now = await tx.now();
  const rows = await tx.db
    .updateTable('policy_exceptions')
    .set({ over: 1 })
    .where('over', '=', 0)
    .where('expires_at', '<=', now)
    .returningAll()
    .execute();
  await queueEdits(tx, null, [...new Set(rows.map(({ connection_id }) => postureSubject(connection_id)))]);
  for (const row of rows) await append(tx, entryOf(fromRow(row, now)));
  return rows.length;
}

function fromRow({ accepted, accepted_at, expires_at }: ExceptionRow, now: number): PolicyException {
  return { ...parse<NewException>(accepted), acceptedAt: accepted_at, inForce: expires_at > now };
}

import {
  type ConsentDraft,
  type ConsentRequest,
  type ConsentRequests,
  type ConsentVerdict,
  consentSubject,
  type Granted,
  provingKind,
  type Redeemed,
} from '../core/consent/consent-request.ts';
import type { JournalEntry } from '../core/journal.ts';
import { addOrUpdate } from './connections.ts';
import type { Database, Executor } from './database.ts';
import { ensure } from './due.ts';
import { append } from './journal.ts';
import { parse, parseOptional } from './json.ts';
import { queueEdits } from './outbox-queue.ts';
import type { ConsentRow } from './tables.ts';
import { orJournalUnavailable } from './unavailable.ts';

export function consentStore({ outside, write }: Database): ConsentRequests {
  return {
    open: (draft, stateHash, ttlMs, entry) =>
      orJournalUnavailable(() => write((tx) => open(tx, draft, stateHash, ttlMs, entry))),
    find: (organization, id) => find(outside, organization, id),
    redeem: (stateHash, judge) => orJournalUnavailable(() => write((tx) => redeem(tx, stateHash, judge))),
    grant: (request, facts, entry) => orJournalUnavailable(() => write((tx) => grant(tx, request, facts, entry))),
    end: (request, verdict) => orJournalUnavailable(() => write((tx) => end(tx, request, verdict))),
    isClaimedElsewhere: (organization, tenantId) => isClaimedElsewhere(outside, organization, tenantId),
    expire: () => write(expire),
  };
}

type Outcome = Pick<ConsentRequest, 'connection' | 'missing' | 'why'>;

async function open(tx: Executor, draft: ConsentDraft, state_hash: string, ttlMs: number, entry: JournalEntry) {
  const created_at = await tx.now();
  const { id, organization } = draft;
  const times = { created_at, expires_at: created_at + ttlMs };
  const row: ConsentRow = {
    ...{ id, organization, state_hash, draft: JSON.stringify(draft), ...times },
    state: 'waiting',
    outcome: null,
  };
  await tx.db.insertInto('consents').values(row).execute();
  await append(tx, entry);
  return fromRow(row);
}

async function find({ db }: Executor, organization: string, id: string): Promise<ConsentRequest | undefined> {
  const own = db.selectFrom('consents').selectAll().where('organization', '=', organization);
  const row = await own.where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

async function redeem(
  tx: Executor,
  stateHash: string,
  judge: (request: ConsentRequest) => ConsentVerdict,
): Promise<Redeemed | undefined> {
  const found = tx.db.selectFrom('consents').selectAll().where('state_hash', '=', stateHash);
  const row = await found.modifyEnd(tx.dialect.forUpdate).executeTakeFirst();
  if (!row) return undefined;
  const request = fromRow(row);
  if (row.state !== 'waiting') return { request, replayed: true };
  if (row.expires_at <= (await tx.now())) return { request: await change(tx, request, 'expired', {}), replayed: true };
  const verdict = judge(request);
  if (verdict.state === 'proving') await ensure(tx, provingKind, `${row.organization}/${row.id}`);
  return { request: await end(tx, request, verdict), replayed: false };
}

async function grant(
  tx: Executor,
  request: ConsentRequest,
  { connection, missing, contested }: Granted,
  entry: JournalEntry,
): Promise<ConsentRequest> {
  const { organization, tenantId } = request;
  if (contested && (await isClaimedElsewhere(tx, organization, tenantId))) return end(tx, request, contested);
  const { id, name, mode } = await addOrUpdate(tx, connection);
  const granted = await change(tx, request, 'granted', { connection: { id, name, mode }, missing });
  await append(tx, entry);
  return granted;
}

/** Of requests that wait for the same tenant at the same time, each stands in the other's way. */
async function isClaimedElsewhere(executor: Executor, organization: string, tenantId: string): Promise<boolean> {
  const { db } = executor;
  const held = db.selectFrom('connections').select('id').where('tenant_id', '=', tenantId);
  if (await held.where('organization', '!=', organization).executeTakeFirst()) return true;
  const open = await db
    .selectFrom('consents')
    .selectAll()
    .where('organization', '!=', organization)
    .where('state', 'in', ['waiting', 'proving'])
    .execute();
  const now = await executor.now();
  return open
    .filter(({ state, expires_at }) => state === 'proving' || expires_at > now)
    .some((row) => fromRow(row).tenantId === tenantId);
}

/** What was granted meanwhile stays granted. */
async function end(tx: Executor, request: ConsentRequest, { state, why, entry }: ConsentVerdict) {
  const stored = await find(tx, request.organization, request.id);
  if (stored?.state === 'granted') return stored;
  const ended = await change(tx, request, state, why === undefined ? {} : { why });
  await append(tx, entry);
  return ended;
}

async function change(tx: Executor, request: ConsentRequest, state: ConsentRow['state'], outcome: Outcome) {
  const row = await tx.db
    .updateTable('consents')
    .set({ state, outcome: JSON.stringify(outcome) })
    .where('organization', '=', request.organization)
    .where('id', '=', request.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await queueEdits(tx, null, [consentSubject(row.id)]);
  return fromRow(row);
}

async function expire(tx: Executor): Promise<number> {
  const over = await tx.db
    .updateTable('consents')
    .set({ state: 'expired' })
    .where('state', '=', 'waiting')
    .where('expires_at', '<=', await tx.now())
    .returning('id')
    .execute();
  await queueEdits(
    tx,
    null,
    over.map(({ id }) => consentSubject(id)),
  );
  return over.length;
}

function fromRow({ state, draft, outcome, created_at, expires_at }: ConsentRow): ConsentRequest {
  return {
    ...parse<ConsentDraft>(draft),
    ...parseOptional<Outcome>(outcome),
    state,
    createdAt: created_at,
    expiresAt: expires_at,
  };
}

import type { JournalEntry } from '../core/journal.ts';
import {
  isUnconfirmed,
  type NewPlan,
  type Plan,
  type PlanChange,
  type Plans,
  planKind,
  planSubject,
} from '../core/plans/plan.ts';
import type { Database, Executor } from './database.ts';
import { ensure, remove } from './due.ts';
import { append } from './journal.ts';
import { parse } from './json.ts';
import { queueEdits } from './outbox-queue.ts';
import type { PlanRow } from './tables.ts';
import { orJournalUnavailable } from './unavailable.ts';

export function planStore({ outside, write }: Database): Plans {
  return {
    propose: (plan, ttlMs, entry) => orJournalUnavailable(() => write((tx) => propose(tx, plan, ttlMs, entry))),
    find: (organization, id) => find(outside, organization, id),
    running: (organization) => running(outside, organization),
    change: (organization, id, decide) =>
      orJournalUnavailable(() => write((tx) => change(tx, organization, id, decide))),
  };
}

async function propose(tx: Executor, plan: NewPlan, ttlMs: number, entry: JournalEntry): Promise<Plan> {
  const created_at = await tx.now();
  const { id, organization } = plan;
  const row: PlanRow = {
    id,
    organization,
    state: 'choosing',
    plan: JSON.stringify(plan),
    created_at,
    expires_at: created_at + ttlMs,
  };
  await tx.db.insertInto('plans').values(row).execute();
  await append(tx, entry);
  return fromRow(row);
}

async function find({ db }: Executor, organization: string, id: string): Promise<Plan | undefined> {
  const own = db.selectFrom('plans').selectAll().where('organization', '=', organization);
  const row = await own.where('id', '=', id).executeTakeFirst();
  return row && fromRow(row);
}

async function running({ db }: Executor, organization: string): Promise<readonly Plan[]> {
  const own = db.selectFrom('plans').selectAll().where('organization', '=', organization);
  const rows = await own.where('state', '=', 'running').orderBy('created_at').execute();
  return rows.map(fromRow);
}

async function change(tx: Executor, organization: string, id: string, decide: Decide): Promise<Plan | undefined> {
  const row = await tx.db
    .selectFrom('plans')
    .selectAll()
    .where('organization', '=', organization)
    .where('id', '=', id)
    .modifyEnd(tx.dialect.forUpdate)
    .executeTakeFirst();
  if (!row) return undefined;
  const plan = fromRow(row);
  const decided = decide(plan, await tx.now());
  return decided ? save(tx, plan, decided) : plan;
}

type Decide = Parameters<Plans['change']>[2];

async function save(tx: Executor, plan: Plan, { changed, entry, due }: PlanChange): Promise<Plan> {
  const { state, createdAt: _createdAt, expiresAt: _expiresAt, ...kept } = { ...plan, ...changed };
  const { organization, id } = plan;
  await tx.db
    .updateTable('plans')
    .set({ state, plan: JSON.stringify(kept) })
    .where('organization', '=', organization)
    .where('id', '=', id)
    .execute();
  const key = `${organization}/${id}`;
  if (due === 'ensure') await ensure(tx, planKind, key);
  if (due === 'remove') await remove(tx, planKind, key);
  if (!isUnconfirmed({ state })) await queueEdits(tx, null, [planSubject(id)]);
  if (entry) await append(tx, entry);
  return { ...plan, ...changed };
}

function fromRow({ state, plan, created_at, expires_at }: PlanRow): Plan {
  return { ...parse<NewPlan>(plan), state, createdAt: created_at, expiresAt: expires_at };
}

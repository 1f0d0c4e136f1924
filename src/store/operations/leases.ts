import type { Lock, LockAnswer, OperationStore } from '../../core/operations/operation-store.ts';
import type { Executor } from '../database.ts';
import type { LeaseRow } from '../tables.ts';

type Holder = Parameters<OperationStore['lock']>[1];

/** Longer than the worst case of an operation, which renews it while it runs. */
const leaseMs = 60_000;

export async function takeLease(tx: Executor, key: string, { operationId, verb }: Holder): Promise<LockAnswer> {
  await tx.db
    .insertInto('leases')
    .values({ key, fence: 0, operation_id: null, verb, instance: tx.instance, expires_at: 0 })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .execute();
  const lease = await lockLease(tx, key);
  const holder = lease && (await holderOf(tx, lease));
  if (holder) return { got: false, ...holder };
  const fence = (lease?.fence ?? 0) + 1;
  await grant(tx, { key, fence }, { operation_id: operationId, verb });
  return { got: true, key, fence };
}

export function lockLease({ db, dialect }: Executor, key: string): Promise<LeaseRow | undefined> {
  return db.selectFrom('leases').selectAll().where('key', '=', key).modifyEnd(dialect.forUpdate).executeTakeFirst();
}

/** Somebody who died after the intent still holds the target: first it has to be seen what became of it. */
async function holderOf(tx: Executor, { operation_id, verb, expires_at }: LeaseRow) {
  if (operation_id === null) return undefined;
  if (expires_at > (await tx.now()) || (await isRunning(tx, operation_id))) return { operationId: operation_id, verb };
  return undefined;
}

async function isRunning({ db }: Executor, operationId: string): Promise<boolean> {
  const operation = await db.selectFrom('operations').select('state').where('id', '=', operationId).executeTakeFirst();
  return operation?.state === 'running';
}

export async function grant(tx: Executor, { key, fence }: Lock, to: Partial<LeaseRow> = {}): Promise<void> {
  await tx.db
    .updateTable('leases')
    .set({ ...to, fence, instance: tx.instance, expires_at: (await tx.now()) + leaseMs })
    .where('key', '=', key)
    .execute();
}

export async function renewLease(tx: Executor, { key, fence }: Lock): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('leases')
    .set({ expires_at: (await tx.now()) + leaseMs })
    .where('key', '=', key)
    .where('fence', '=', fence)
    .where('operation_id', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Gives a lease back before anything was begun. What has begun keeps it until its outcome is known. */
export async function unlock(tx: Executor, lock: Lock): Promise<void> {
  const lease = await lockLease(tx, lock.key);
  if (!lease?.operation_id || (await isRunning(tx, lease.operation_id))) return;
  await freeLease(tx, lock);
}

export async function freeLease({ db }: Executor, { key, fence }: Lock): Promise<void> {
  await db
    .updateTable('leases')
    .set({ operation_id: null, expires_at: 0 })
    .where('key', '=', key)
    .where('fence', '=', fence)
    .execute();
}

/** Ends the leases of every other instance. Only for the one server of an embedded store, when it starts. */
export async function endLeasesOfOthers(tx: Executor): Promise<void> {
  await tx.db.updateTable('leases').set({ expires_at: 0 }).where('instance', '!=', tx.instance).execute();
}

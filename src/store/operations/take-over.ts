import type { Interrupted } from '../../core/operations/operation-store.ts';
import type { Executor } from '../database.ts';
import { grant } from './leases.ts';
import { operationOf } from './rows.ts';

/** The rest are taken the next time. */
const atOnce = 20;

export async function takeOverInterrupted(tx: Executor, settleMs: number): Promise<readonly Interrupted[]> {
  const now = await tx.now();
  const free = await tx.db
    .selectFrom('leases')
    .select(['key', 'fence', 'operation_id'])
    .where('expires_at', '<=', now)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('operations')
          .select('id')
          .whereRef('id', '=', 'leases.operation_id')
          .whereRef('lock_key', '=', 'leases.key')
          .where('state', '=', 'running')
          .where('begun_at', '<=', now - settleMs),
      ),
    )
    .limit(atOnce)
    .modifyEnd(tx.dialect.forUpdateOfFree)
    .$narrowType<{ operation_id: string }>()
    .execute();
  const taken = [];
  for (const { key, fence, operation_id } of free) {
    const lock = { key, fence: fence + 1 };
    await grant(tx, lock);
    const operation = await operationOf(tx.db, operation_id);
    taken.push({ operation, lock, ageMs: now - (operation.begunAt ?? now) });
  }
  return taken;
}

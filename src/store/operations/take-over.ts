import type { Operation } from '../../core/operations/operation.ts';
import type { Lock } from '../../core/operations/operation-store.ts';
import type { Executor } from '../database.ts';
import { grant } from './leases.ts';
import { operationOf } from './rows.ts';

type Taken = { operation: Operation; lock: Lock };

/** The rest are taken the next time. */
const atOnce = 20;

export async function takeOverInterrupted(tx: Executor, settleMs: number): Promise<readonly Taken[]> {
  const now = await tx.now();
  const free = await tx.db
    .selectFrom('leases')
    .select(['key', 'fence', 'operation_id'])
    .where('expires_at', '<=', now)
    .where('operation_id', 'in', ({ selectFrom }) =>
      selectFrom('operations')
        .select('id')
        .where('state', '=', 'running')
        .where('begun_at', '<=', now - settleMs),
    )
    .limit(atOnce)
    .modifyEnd(tx.dialect.forUpdateOfFree)
    .$narrowType<{ operation_id: string }>()
    .execute();
  const taken = [];
  for (const { key, fence, operation_id } of free) {
    const lock = { key, fence: fence + 1 };
    await grant(tx, lock);
    taken.push({ operation: await operationOf(tx.db, operation_id), lock });
  }
  return taken;
}

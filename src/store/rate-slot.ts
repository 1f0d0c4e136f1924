import type { RateSlot } from '../core/rate-slot.ts';
import type { Database, Executor } from './database.ts';

/** One request per `gapMs` and tenant, among all instances. */
export function rateSlotStore({ write }: Database, gapMs: number): RateSlot {
  return { next: async (tenantId) => (gapMs === 0 ? 0 : write((tx) => take(tx, tenantId, gapMs))) };
}

async function take(tx: Executor, tenantId: string, gapMs: number): Promise<number> {
  const now = await tx.now();
  const { next_at } = await tx.db
    .insertInto('rate_slots')
    .values({ tenant_id: tenantId, next_at: now + gapMs })
    .onConflict((conflict) =>
      conflict.column('tenant_id').doUpdateSet(({ eb, ref, val }) => ({
        next_at: eb(
          eb.case().when(ref('rate_slots.next_at'), '>', now).then(ref('rate_slots.next_at')).else(val(now)).end(),
          '+',
          gapMs,
        ),
      })),
    )
    .returning('next_at')
    .executeTakeFirstOrThrow();
  return next_at - gapMs - now;
}

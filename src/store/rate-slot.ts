import type { RateSlot } from '../core/rate-slot.ts';
import type { Database, Executor } from './database.ts';

/** One request per `gapMs` and tenant, among all instances. */
export function rateSlotStore({ write }: Database, gapMs: number): RateSlot {
  const unless0 = async (wait: () => Promise<number>) => (gapMs === 0 ? 0 : wait());
  return {
    next: (tenantId) => unless0(() => write((tx) => take(tx, tenantId, gapMs))),
    spare: (tenantId) => unless0(() => write((tx) => takeSpare(tx, tenantId, gapMs))),
  };
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

async function takeSpare(tx: Executor, tenant_id: string, gapMs: number): Promise<number> {
  const now = await tx.now();
  const taken = await tx.db
    .insertInto('rate_slots')
    .values({ tenant_id, next_at: now + gapMs })
    .onConflict((conflict) =>
      conflict
        .column('tenant_id')
        .doUpdateSet({ next_at: now + gapMs })
        .where('rate_slots.next_at', '<=', now),
    )
    .returning('next_at')
    .executeTakeFirst();
  if (taken) return 0;
  const slot = tx.db.selectFrom('rate_slots').select('next_at').where('tenant_id', '=', tenant_id);
  return Math.max(1, (await slot.executeTakeFirstOrThrow()).next_at - now);
}

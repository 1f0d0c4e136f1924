import type { Database, Executor } from './database.ts';

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

import type { Baseline, DriftStore } from '../../core/drift/baseline.ts';
import type { Database, Executor } from '../database.ts';
import { parse } from '../json.ts';
import { saveScore } from './scores.ts';

export function driftStore({ outside, write }: Database): DriftStore {
  return {
    baselines: (connectionId) => baselines(outside, connectionId),
    keep: (connectionId, secured, score) =>
      write(async (tx) => {
        for (const baseline of secured) await saveBaseline(tx, connectionId, baseline);
        if (score) await saveScore(tx, connectionId, score);
      }),
  };
}

async function baselines(executor: Executor, connectionId: string) {
  const now = await executor.now();
  const rows = await executor.db
    .selectFrom('policy_baselines')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('value', 'is not', null)
    .orderBy('policy_key')
    .execute();
  const known = rows.map(({ policy_key, value, seen_at }) => ({
    policyKey: policy_key,
    value: parse<Baseline['value']>(value ?? 'null'),
    seenAt: seen_at,
  }));
  return { baselines: known, now };
}

/** Without a value the setting may be as it likes. What was decided later stays. */
export async function saveBaseline(
  { db }: Executor,
  connection_id: string,
  { policyKey, value, seenAt }: Omit<Baseline, 'value'> & { value?: Baseline['value'] },
): Promise<void> {
  const row = { value: value === undefined ? null : JSON.stringify(value), seen_at: seenAt };
  await db
    .insertInto('policy_baselines')
    .values({ connection_id, policy_key: policyKey, ...row })
    .onConflict((conflict) =>
      conflict
        .columns(['connection_id', 'policy_key'])
        .doUpdateSet(row)
        .where('policy_baselines.seen_at', '<=', row.seen_at),
    )
    .execute();
}

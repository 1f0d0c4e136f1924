import type { NewCard } from '../../core/chat.ts';
import type { Executor } from '../database.ts';
import { ensure } from '../due.ts';
import { parse } from '../json.ts';
import { toOperators } from './to-operators.ts';

const strandedKind = 'stranded';
const atOnce = 50;

/** Notes a message nobody got, for {@link rescueStranded}: whoever gives one up holds locks that come after those. */
export function strand(tx: Executor, outboxId: string): Promise<void> {
  return ensure(tx, strandedKind, outboxId);
}

/** What is high and reached nobody goes to the operators. Returns how many messages it looked at. */
export async function rescueStranded(tx: Executor): Promise<number> {
  const noted = tx.db.selectFrom('due').select('key').where('kind', '=', strandedKind).orderBy('key').limit(atOnce);
  const ids = (await noted.modifyEnd(tx.dialect.forUpdateOfFree).execute()).map(({ key }) => key);
  if (ids.length === 0) return 0;
  const rows = await tx.db.selectFrom('outbox').select('new_card').where('id', 'in', ids).orderBy('id').execute();
  for (const { new_card } of rows) if (new_card) await toOperators(tx, parse<NewCard>(new_card));
  await tx.db.deleteFrom('due').where('kind', '=', strandedKind).where('key', 'in', ids).execute();
  return ids.length;
}

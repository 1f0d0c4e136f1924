import type { Operation } from '../../core/operations/operation.ts';
import type { Executor } from '../database.ts';
import type { OperationRow } from '../tables.ts';
import { operationFromRow } from './operation-row.ts';

/** The operation's row, held until the transaction ends. */
export function lockOperation({ db, dialect }: Executor, organization: string, id: string) {
  return db
    .selectFrom('operations')
    .selectAll()
    .where('organization', '=', organization)
    .where('id', '=', id)
    .modifyEnd(dialect.forUpdate)
    .executeTakeFirst();
}

export async function saveOperation({ db }: Executor, row: OperationRow): Promise<void> {
  await db
    .insertInto('operations')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
}

export async function operationOf(db: Executor['db'], id: string): Promise<Operation> {
  const row = db.selectFrom('operations').selectAll().where('id', '=', id);
  return operationFromRow(await row.executeTakeFirstOrThrow());
}

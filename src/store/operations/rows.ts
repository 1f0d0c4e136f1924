import type { Operation } from '../../core/operations/operation.ts';
import { tellAlerts } from '../alerts/after-operation.ts';
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

/** As it is from now on; alerts of its user say so too. */
export async function saveOperation(tx: Executor, row: OperationRow): Promise<void> {
  await putOperation(tx, row);
  await tellAlerts(tx, operationFromRow(row));
}

export async function putOperation({ db }: Executor, row: OperationRow): Promise<void> {
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

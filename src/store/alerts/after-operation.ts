import type { Alert } from '../../core/alerts/alert.ts';
import { afterOperation, concerns } from '../../core/alerts/operation-note.ts';
import { isOnUser, type Operation } from '../../core/operations/operation.ts';
import type { Executor } from '../database.ts';
import { alertFromRow, saveAlerts } from './rows.ts';
import { replyInThreads, showAnew } from './show-anew.ts';

/** Alerts of the user say how the operation stands, inside the transaction that brought it there. */
export async function tellAlerts(tx: Executor, operation: Operation): Promise<void> {
  if (!isOnUser(operation)) return;
  const now = await tx.now();
  const concerned = (await lockOfPeople(tx, operation)).filter((alert) => concerns(operation, alert));
  const changes = concerned.flatMap((alert) => afterOperation(alert, operation, now) ?? []);
  if (changes.length === 0) return;
  await saveAlerts(
    tx,
    changes.map(({ alert }) => alert),
  );
  await showAnew(
    tx,
    changes.map(({ alert }) => alert.id),
  );
  if (operation.state !== 'ended') return;
  for (const { alert, note } of changes) await replyInThreads(tx, alert, note);
}

/** Those of the user, and security alerts, which may name it. */
async function lockOfPeople({ db, dialect }: Executor, { connection, target }: Operation): Promise<readonly Alert[]> {
  const open = db.selectFrom('alerts').select('body').where('connection_id', '=', connection.id);
  const rows = await open
    .where('closed_at', 'is', null)
    .where((eb) => eb.or([eb('key', '=', `user/${target.id}`), eb('key', 'like', 'alert/%')]))
    .orderBy('id')
    .modifyEnd(dialect.forUpdate)
    .execute();
  return rows.map(alertFromRow);
}

import { type Alert, aboutKey, alertLevels } from '../../core/alerts/alert.ts';
import type { Executor } from '../database.ts';
import { parse } from '../json.ts';
import { slices } from '../slices.ts';
import type { AlertRow } from './tables.ts';

export function alertFromRow({ body }: Pick<AlertRow, 'body'>): Alert {
  return parse<Alert>(body);
}

function toRow(alert: Alert): AlertRow {
  const { id, organization, connection, about, level, openedAt, updatedAt, closed, snoozed } = alert;
  return {
    ...{ id, organization, connection_id: connection.id, key: aboutKey(about), rank: alertLevels.indexOf(level) },
    ...{ opened_at: openedAt, updated_at: updatedAt, closed_at: closed?.at ?? null },
    snoozed_until: closed ? null : (snoozed?.until ?? null),
    body: JSON.stringify(alert),
  };
}

/** New alerts, and known ones as they are now. */
export async function saveAlerts({ db }: Executor, alerts: readonly Alert[]): Promise<void> {
  for (const slice of slices(alerts)) {
    await db
      .insertInto('alerts')
      .values(slice.map(toRow))
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet(({ ref }) => ({
          rank: ref('excluded.rank'),
          updated_at: ref('excluded.updated_at'),
          closed_at: ref('excluded.closed_at'),
          snoozed_until: ref('excluded.snoozed_until'),
          body: ref('excluded.body'),
        })),
      )
      .execute();
  }
}

/** The last alert of each key: open ones, held until the transaction ends, and of the keys asked for closed ones too. */
export async function lockNewest(
  { db, dialect }: Executor,
  connectionId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Alert>> {
  const own = db.selectFrom('alerts').select(['key', 'body']).where('connection_id', '=', connectionId);
  const open = await own.where('closed_at', 'is', null).orderBy('id').modifyEnd(dialect.forUpdate).execute();
  const closed =
    keys.length === 0
      ? []
      : await own.where('closed_at', 'is not', null).where('key', 'in', keys).orderBy('opened_at').execute();
  return new Map([...closed, ...open].map((row) => [row.key, alertFromRow(row)]));
}

export async function lockAlert({ db, dialect }: Executor, organization: string, id: string) {
  const row = await db
    .selectFrom('alerts')
    .select('body')
    .where('organization', '=', organization)
    .where('id', '=', id)
    .modifyEnd(dialect.forUpdate)
    .executeTakeFirst();
  return row && alertFromRow(row);
}

export async function findAlerts({ db }: Executor, ids: readonly string[]): Promise<readonly Alert[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom('alerts').select('body').where('id', 'in', ids).orderBy('id').execute();
  return rows.map(alertFromRow);
}

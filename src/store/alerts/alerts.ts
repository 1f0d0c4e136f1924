import type { AlertStore } from '../../core/alerts/alert-store.ts';
import type { Database, Executor } from '../database.ts';
import { append } from '../journal.ts';
import { orJournalUnavailable } from '../unavailable.ts';
import { commit } from './commit.ts';
import { findDigest, list } from './lists.ts';
import { alertFromRow, lockAlert, saveAlerts } from './rows.ts';
import { showAnew } from './show-anew.ts';
import { tick } from './tick.ts';
import { watchOf } from './watches.ts';

export function alertStore({ outside, write }: Database): AlertStore {
  return {
    watchOf: (connectionId) => watchOf(outside, connectionId),
    open: (connectionId) => open(outside, connectionId),
    commit: (item, next, connection, look) => write((tx) => commit(tx, item, next, connection, look)),
    change: (organization, id, decide) =>
      orJournalUnavailable(() => write((tx) => change(tx, organization, id, decide))),
    find: (organization, id) => find(outside, organization, id),
    list: (organization, which, page) => list(outside, organization, which, page),
    findDigest: (organization, id, page) => findDigest(outside, organization, id, page),
    tick: () => write(tick),
  };
}

async function open({ db }: Executor, connectionId: string) {
  const own = db.selectFrom('alerts').select('body').where('connection_id', '=', connectionId);
  return (await own.where('closed_at', 'is', null).orderBy('opened_at').orderBy('id').execute()).map(alertFromRow);
}

async function change(tx: Executor, organization: string, id: string, decide: Parameters<AlertStore['change']>[2]) {
  const before = await lockAlert(tx, organization, id);
  if (!before) return undefined;
  const now = await tx.now();
  const changed = decide(before, now);
  if (!changed) return { alert: before, now };
  await saveAlerts(tx, [changed.alert]);
  await showAnew(tx, [id]);
  await append(tx, changed.entry);
  return { alert: changed.alert, now };
}

async function find(executor: Executor, organization: string, id: string) {
  const { db } = executor;
  const own = db.selectFrom('alerts').select('body').where('organization', '=', organization);
  const row = await own.where('id', '=', id).executeTakeFirst();
  return row && { alert: alertFromRow(row), now: await executor.now() };
}

import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { untilWatched, type WatchedTenants, watchedTenants } from '../e2e/watched-tenants.ts';
import { openDirectly } from '../store/homes.ts';

const { counts, windowS, watchIntervalS } = process.env['GATES_SLICE']
  ? { counts: [5, 10], windowS: 10, watchIntervalS: 2 }
  : { counts: [100, 1_000], windowS: 120, watchIntervalS: 60 };

/** On a machine that is too small for so many the first look at each takes as long as it takes. */
const firstLooksMs = 8 * 60_000;
/** An instance holds about a fifth of a MiB for each tenant; one with a thousand fits the smallest servers. */
const mostMiB = 768;
/** Linux counts CPU time in hundredths of a second. */
const ticksPerS = 100;

it.each(counts)('watches %i tenants from two instances; what that takes', async (count) => {
  const watched = await watchedTenants(count, { WATCH_INTERVAL_S: String(watchIntervalS), LOG_LEVEL: 'fatal' });
  await untilWatched(watched, firstLooksMs);
  const before = await usage(watched);
  await sleep(windowS * 1_000);
  const after = await usage(watched);
  const looks = after.looks - before.looks;
  const perLook = (amount: number) => Math.round((100 * amount) / looks) / 100;
  const figures = {
    tenants: count,
    looks,
    looksPerTenantMinute: Math.round((100 * looks * 60) / windowS / count) / 100,
    rssMiB: after.rssMiB,
    cpuShare: perSecond((after.cpuMs - before.cpuMs) / 1_000),
    transactionsPerS: perSecond(after.transactions - before.transactions),
    cpuMsPerLook: perLook(after.cpuMs - before.cpuMs),
    databaseCpuMsPerLook: perLook(after.databaseCpuMs - before.databaseCpuMs),
    transactionsPerLook: perLook(after.transactions - before.transactions),
    rowsReadPerLook: perLook(after.rowsRead - before.rowsRead),
    tookS: Math.round(performance.now() / 1_000),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect(looks).toBeGreaterThan(0);
  expect(Math.max(...after.rssMiB)).toBeLessThan(mostMiB);
});

function perSecond(amount: number): number {
  return Math.round((100 * amount) / windowS) / 100;
}

/** Of both instances together, but for the memory. What they do while nothing is due is in it. */
async function usage({ instances, databaseUrl }: WatchedTenants) {
  const db = openDirectly({ kind: 'postgres', url: databaseUrl });
  const { rows } = await sql<{ transactions: number; rowsRead: number }>`select xact_commit as transactions,
    tup_fetched + tup_returned as "rowsRead" from pg_stat_database where datname = current_database()`.execute(db);
  const { looks } = await db
    .selectFrom('due')
    .select(({ fn }) => fn.sum<number>('claim').as('looks'))
    .where('kind', '=', 'watch')
    .executeTakeFirstOrThrow();
  const backend = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  const databaseCpuMs = serverCpuMs(Number(statOf(backend.rows[0]?.pid ?? 0)[1]));
  await db.destroy();
  return {
    rssMiB: instances.map(({ pid }) => residentMiB(pid)),
    cpuMs: instances.reduce((sum, { pid }) => sum + cpuMsOf(pid), 0),
    databaseCpuMs,
    transactions: rows[0]?.transactions ?? 0,
    rowsRead: rows[0]?.rowsRead ?? 0,
    looks: Number(looks),
  };
}

function residentMiB(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

function cpuMsOf(pid: number): number {
  const fields = statOf(pid);
  return inMs(fields[11]) + inMs(fields[12]);
}

/** PostgreSQL has a process for each connection; those that ended count with the one that started them. */
function serverCpuMs(pid: number): number {
  const fields = statOf(pid);
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  return children.reduce((sum, child) => sum + cpuMsOf(child), inMs(fields[13]) + inMs(fields[14]));
}

/** What follows the name of the process; nothing once it has ended. */
function statOf(pid: number): readonly string[] {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) ? (readFileSync(path, 'utf8').split(') ')[1]?.split(' ') ?? []) : [];
}

function inMs(ticks = '0'): number {
  return (Number(ticks) * 1_000) / ticksPerS;
}

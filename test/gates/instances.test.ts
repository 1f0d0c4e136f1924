import { readFileSync } from 'node:fs';
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
    databaseCpuMsPerLook: perLook(databaseCpuMs(before, after)),
    transactionsPerLook: perLook(after.transactions - before.transactions),
    rowsReadPerLook: perLook(after.rowsRead - before.rowsRead),
    tookS: Math.round(performance.now() / 1_000),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect(looks).toBeGreaterThan(0);
  expect(Math.max(...after.rssMiB)).toBeLessThan(512);
});

function perSecond(amount: number): number {
  return Math.round((100 * amount) / windowS) / 100;
}

type Usage = Awaited<ReturnType<typeof usage>>;

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
  const backends = await sql<{ pid: number }>`select pid from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db);
  await db.destroy();
  return {
    rssMiB: instances.map(({ pid }) => residentMiB(pid)),
    cpuMs: instances.reduce((sum, { pid }) => sum + cpuMsOf(pid), 0),
    backends: new Map(backends.rows.map(({ pid }) => [pid, cpuMsOf(pid)])),
    transactions: rows[0]?.transactions ?? 0,
    rowsRead: rows[0]?.rowsRead ?? 0,
    looks: Number(looks),
  };
}

/** Of the connections that were there all the time. */
function databaseCpuMs(before: Usage, after: Usage): number {
  const used = [...after.backends].map(([pid, cpuMs]) => cpuMs - (before.backends.get(pid) ?? cpuMs));
  return used.reduce((sum, cpuMs) => sum + cpuMs, 0);
}

function residentMiB(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / ticksPerS;
}

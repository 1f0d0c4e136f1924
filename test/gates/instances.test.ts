import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { untilWatched, type WatchedTenants, watchedTenants } from '../e2e/watched-tenants.ts';
import { openDirectly } from '../store/homes.ts';

const { counts, windowS } = process.env['GATES_SLICE']
  ? { counts: [5, 10], windowS: 10 }
  : { counts: [100, 1_000], windowS: 120 };

const watchIntervalS = 60;
/** Linux counts CPU time in hundredths of a second. */
const ticksPerS = 100;

it.each(counts)('watches %i tenants from two instances; what that takes', async (count) => {
  const watched = await watchedTenants(count, { WATCH_INTERVAL_S: String(watchIntervalS), LOG_LEVEL: 'fatal' });
  await untilWatched(watched, 300_000);
  const before = await usage(watched);
  await sleep(windowS * 1_000);
  const after = await usage(watched);
  const figures = {
    tenants: count,
    rssMiB: after.rssMiB,
    cpuMsPerTenantMinute: perTenantMinute(1_000 * (after.cpuS - before.cpuS), count),
    transactionsPerTenantMinute: perTenantMinute(after.transactions - before.transactions, count),
    transactionsPerS: Math.round((after.transactions - before.transactions) / windowS),
  };
  process.stdout.write(`${JSON.stringify(figures)}\n`);
  expect(Math.max(...after.rssMiB)).toBeLessThan(512);
});

function perTenantMinute(amount: number, count: number): number {
  return Math.round((100 * amount * 60) / windowS / count) / 100;
}

/** Of both instances together, but for the memory. */
async function usage({ instances, databaseUrl }: WatchedTenants) {
  const db = openDirectly({ kind: 'postgres', url: databaseUrl });
  const { rows } = await sql<{ transactions: number }>`select xact_commit as transactions from pg_stat_database
    where datname = current_database()`.execute(db);
  await db.destroy();
  return {
    rssMiB: instances.map(({ pid }) => residentMiB(pid)),
    cpuS: instances.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0),
    transactions: rows[0]?.transactions ?? 0,
  };
}

function residentMiB(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Math.round(Number(kilobytes) / 1024);
}

function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / ticksPerS;
}

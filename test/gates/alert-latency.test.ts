import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { until } from '../e2e/until.ts';
import { canary, raise, sentMessages, untilWatched, watchedTenants } from '../e2e/watched-tenants.ts';

const { tenants: count, intervalS } = process.env['GATES_SLICE']
  ? { tenants: 5, intervalS: 2 }
  : { tenants: 50, intervalS: 5 };

it('tells of a signal at the latest two seconds after the next look', async () => {
  const watched = await watchedTenants(count, { WATCH_INTERVAL_S: String(intervalS), LOG_LEVEL: 'fatal' });
  await untilWatched(watched, 240_000);
  await sleep(intervalS * 1_000);
  const raisedAt = new Map<string, number>();
  for (const tenant of watched.tenants) {
    await raise(watched, tenant, 0);
    raisedAt.set(canary(tenant.n, 0).split('@', 1)[0] ?? '', Date.now());
    await sleep((intervalS * 2_000) / count);
  }
  const messages = await until(
    'every signal was told of',
    async () => {
      const sent = await sentMessages(watched);
      return sent.length >= count && sent;
    },
    { ms: 60_000, everyMs: 500 },
  );
  const tookMs = messages
    .flatMap(({ at, canaries }) => canaries.map((name) => at - (raisedAt.get(name) ?? Number.NaN)))
    .toSorted((one, other) => one - other);
  const at = (share: number) => tookMs[Math.floor(share * (tookMs.length - 1))];
  process.stdout.write(`${JSON.stringify({ p50: at(0.5), p95: at(0.95), most: at(1), intervalS, count })}\n`);
  expect(tookMs.at(-1)).toBeLessThanOrEqual(intervalS * 1_000 + 2_000);
});

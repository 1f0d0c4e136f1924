import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { alertDigestSubject } from '../../src/core/alerts/subjects.ts';
import { openDirectly } from '../store/homes.ts';
import { randomFrom } from './random.ts';
import { until } from './until.ts';
import {
  canary,
  raise,
  type SentMessage,
  sentMessages,
  untilWatched,
  type WatchedTenants,
  watchedTenants,
} from './watched-tenants.ts';

type Size = { tenants: number; signals: number; kills: number; seed: number };

/** What became of the signals: each is in a message, on a digest, or a dead letter that can be seen. */
export type Fate = { inMessage: number; onDigest: number; dead: number; lost: readonly string[]; repeated: number };

const lanes = 4;

/** Graph fails for three reads in ten, the connector for two messages in ten; people at risk keep coming. */
export async function alertsUnderFire({ tenants: count, signals, kills, seed }: Size): Promise<Fate> {
  const random = randomFrom(seed);
  const watched = await watchedTenants(count, { WATCH_INTERVAL_S: '2', LOG_LEVEL: 'fatal' });
  await untilWatched(watched, 240_000);
  await setFire(watched);
  const raised = raiseAll(watched, signals, random);
  const killed = killRepeatedly(watched, kills, random);
  const expected = await raised;
  await killed;
  await untilTold(watched, expected);
  const fate = await fateOf(watched, expected);
  expect(fate.lost).toEqual([]);
  expect(wrongPlaces(await sentMessages(watched))).toEqual([]);
  expect(fate.repeated).toBeLessThanOrEqual(kills * lanes);
  return fate;
}

async function setFire({ world }: WatchedTenants): Promise<void> {
  const graph = { path: '^/(identityProtection|security|\\$batch)' };
  const connector = { method: 'POST', path: '^/v3/conversations/.*/activities' };
  const throttled = { status: 429, headers: { 'retry-after': '1' } };
  await world.fault(
    { ...graph, ...throttled, percent: 15 },
    { ...graph, status: 503, percent: 18 },
    { ...connector, ...throttled, percent: 10 },
    { ...connector, status: 503, percent: 11 },
  );
}

/** The canaries, one a signal, spread over the tenants. */
async function raiseAll(watched: WatchedTenants, signals: number, random: () => number): Promise<readonly string[]> {
  const canaries: string[] = [];
  for (let i = 0; i < signals; i += 1) {
    const tenant = watched.tenants[i % watched.tenants.length];
    if (!tenant) break;
    await raise(watched, tenant, i);
    canaries.push(nameOf(canary(tenant.n, i)));
    await sleep(random() * 60);
  }
  return canaries;
}

function nameOf(userPrincipalName: string): string {
  return userPrincipalName.split('@', 1)[0] ?? '';
}

async function killRepeatedly({ instances, startInstance }: WatchedTenants, kills: number, random: () => number) {
  for (let kill = 0; kill < kills; kill += 1) {
    await sleep(500 + random() * 3_000);
    const which = Math.floor(random() * instances.length);
    await instances[which]?.end('SIGKILL');
    instances[which] = await startInstance();
  }
}

/** Every signal is an alert, and nothing is owed any more. */
async function untilTold({ store, tenants }: WatchedTenants, expected: readonly string[]): Promise<void> {
  await until(
    'every signal was told of',
    async () => {
      const open = await Promise.all(tenants.map(({ connectionId }) => store.alerts.open(connectionId)));
      return open.flat().length === expected.length && (await store.outbox.backlog()).waiting === 0;
    },
    { ms: 300_000, everyMs: 1_000 },
  );
}

async function fateOf(watched: WatchedTenants, expected: readonly string[]): Promise<Fate> {
  const messages = await sentMessages(watched);
  const onDigests = await onSentDigests(watched);
  const dead = await deadLetters(watched);
  const told = Map.groupBy(
    messages.flatMap(({ canaries }) => canaries),
    (name) => name,
  );
  const inMessage = expected.filter((name) => told.has(name));
  const untold = expected.filter((name) => !told.has(name));
  return {
    inMessage: inMessage.length,
    onDigest: untold.filter((name) => onDigests.has(name)).length,
    dead: untold.filter((name) => dead.has(name)).length,
    lost: untold.filter((name) => !onDigests.has(name) && !dead.has(name)),
    repeated: repetitions(messages),
  };
}

/** Whoever stands on a digest whose card was sent to the thread of the tenant. */
async function onSentDigests({ databaseUrl }: WatchedTenants): Promise<ReadonlySet<string>> {
  const db = openDirectly({ kind: 'postgres', url: databaseUrl });
  const rows = await db
    .selectFrom('alert_digest_items')
    .innerJoin('alert_digests', 'alert_digests.id', 'alert_digest_items.digest_id')
    .innerJoin('alerts', 'alerts.id', 'alert_digest_items.alert_id')
    .innerJoin('shown_cards', 'shown_cards.conversation_id', 'alert_digests.conversation_id')
    .select(['alerts.body', 'alert_digests.id', 'shown_cards.subject'])
    .execute();
  await db.destroy();
  const sent = rows.filter(({ id, subject }) => subject === alertDigestSubject(id));
  return new Set(sent.flatMap(({ body }) => body.match(/canary-\d+-\d+/)?.[0] ?? []));
}

async function deadLetters({ databaseUrl }: WatchedTenants): Promise<ReadonlySet<string>> {
  const db = openDirectly({ kind: 'postgres', url: databaseUrl });
  const rows = await db.selectFrom('outbox').select('subject').where('dead_at', 'is not', null).execute();
  const subjects = rows.map(({ subject }) => subject.slice(subject.indexOf('/') + 1));
  const alerts = await db
    .selectFrom('alerts')
    .select('body')
    .where('id', 'in', ['', ...subjects])
    .execute();
  await db.destroy();
  return new Set(alerts.flatMap(({ body }) => body.match(/canary-\d+-\d+/)?.[0] ?? []));
}

/** A message that shows one user, sent to the same thread before. */
function repetitions(messages: readonly SentMessage[]): number {
  const singles = messages.filter(({ canaries }) => canaries.length === 1);
  const groups = Map.groupBy(singles, ({ thread, canaries }) => `${thread}/${canaries[0]}`);
  return [...groups.values()].reduce((sum, { length }) => sum + length - 1, 0);
}

function wrongPlaces(messages: readonly SentMessage[]): readonly string[] {
  return messages.flatMap(({ thread, canaries }) =>
    canaries.filter((name) => Number(name.split('-')[1]) !== thread).map((name) => `${name} in ${thread}`),
  );
}

import { expect } from 'vitest';
import type { Operation } from '../../src/core/operations/operation.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import { isReached } from '../../src/core/policies/judge.ts';
import { propertyAt } from '../../src/core/policies/objects.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import type { Json } from './call.ts';
import { wordsIn } from './cards.ts';
import type { Message } from './chat.ts';
import type { SimulatedWorld } from './simulated-world.ts';
import { until } from './until.ts';

/** A confirmation whose button was pressed. */
export type Confirm = { activityId: string; op: string };

export type Evidence = {
  world: SimulatedWorld;
  /** Where the product keeps its record. */
  directory: string;
  /** Milliseconds since 1970: what came before is not looked at. */
  since: number;
  confirms: readonly Confirm[];
};

/** The document that all these operations change. */
export const document = '/policies/authorizationPolicy';

/** Waits until everything that was begun since then has ended, and compares what is recorded with what is. */
export async function checkRecord({ world, directory, since, confirms }: Evidence): Promise<void> {
  const store = await openStore({ kind: 'embedded', directory }, { instance: 'test' });
  try {
    const begun = await untilSettled(store, since);
    await expectIntents(world, store, since);
    await expectTruth(world, begun);
    await expectCards(world, begun, confirms);
    expect(await store.verifyJournal('org_default')).toMatchObject({ ok: true });
  } finally {
    await store.close();
  }
}

function untilSettled(store: Store, since: number): Promise<readonly Operation[]> {
  return until(
    'every intent has an outcome',
    async () => {
      const { operations } = await store.operations.list('org_default', { limit: 20 });
      const begun = operations.filter(({ createdAt }) => createdAt >= since);
      return begun.every(({ state }) => state === 'ended') && begun;
    },
    { ms: 90_000, everyMs: 250 },
  );
}

/** Nothing goes to Graph whose intent is not on disk, and no intent stays without an end. */
async function expectIntents(world: SimulatedWorld, store: Store, since: number): Promise<void> {
  const rows = (await readWholeJournal(store)).filter(({ ts }) => ts >= since);
  const intents = rows.filter(({ type }) => type === 'intent');
  for (const { operationId } of intents) {
    const ends = rows.filter((row) => row.operationId === operationId && ['outcome', 'interrupted'].includes(row.type));
    expect(ends).toHaveLength(1);
  }
  const writes = await world.graphWrites();
  for (const { body, at } of writes as Json[]) {
    const key = keyOf(body);
    const earlier = intents.filter(({ detail, ts }) => detail.target.id === key && ts <= Date.parse(at));
    expect({ key, intents: earlier.length }).toEqual({ key, intents: 1 });
  }
  expect(new Set(writes.map(({ body }) => keyOf(body))).size).toBe(writes.length);
}

/** The rows of the one organization, as their canonical text says. */
export async function readWholeJournal(store: Store): Promise<Json[]> {
  const rows: Json[] = [];
  for (;;) {
    const more = await store.readJournal('org_default', rows.length);
    if (more.length === 0) return rows;
    rows.push(...more.map(({ bytes }) => JSON.parse(bytes)));
  }
}

function keyOf(body: Json): string | undefined {
  return allowList.find(({ field }) => propertyAt(body, field) !== undefined)?.key;
}

/** What the record claims is what the tenant has. */
async function expectTruth(world: SimulatedWorld, begun: readonly Operation[]): Promise<void> {
  const state = await world.document(document);
  for (const { target, result, steps } of begun) {
    const entry = allowList.find(({ key }) => key === target.id);
    const secure = entry !== undefined && isReached(entry, state);
    expect({ key: target.id, applied: result?.kind === 'policy' && result.applied, steps }).toMatchObject({
      key: target.id,
      applied: secure,
    });
  }
}

/** An edit that was under way at the kill comes again when its lease is over. */
const leaseAndMoreMs = 60_000;

/** Whoever pressed sees the end in the end. */
async function expectCards(world: SimulatedWorld, begun: readonly Operation[], confirms: readonly Confirm[]) {
  const hardener = world.person('hardener');
  for (const { activityId, op } of confirms) {
    if (!begun.some(({ id }) => id === op)) continue;
    const isTold = ({ edited, card }: Message) => edited > 0 && wordsIn(card).includes(op);
    await hardener.shows(activityId, 'how it ended', isTold, { ms: leaseAndMoreMs });
  }
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isRefusal } from '../../../src/core/errors.ts';
import type { Operation } from '../../../src/core/operations/operation.ts';
import { lockKey } from '../../../src/core/operations/subjects.ts';
import { allowList } from '../../../src/core/policies/allow-list.ts';
import { around } from '../fakes/calls.ts';
import { mortalInstance } from '../fakes/mortal.ts';
import { wasApplied } from '../fakes/outcomes.ts';
import type { ScriptedWrite } from '../fakes/policies.ts';
import { apiKey, coreWorld, hardener, nobody, otherHardener, rest, soc, viewer, type World } from '../fakes/world.ts';
import { type Action, type Schedule, schedules } from './schedule.ts';

const people = [hardener, hardener, otherHardener, otherHardener, viewer, nobody];
const lastActionMs = 900_000;
const longEnoughMs = 120_000;

type Played = {
  world: World;
  /** What was wrong at the moment of a write. */
  violations: string[];
  /** The write of each operation that wrote. */
  writes: Map<string, ScriptedWrite>;
  /** Every outcome that somebody was told. */
  answers: Operation[];
  /** What went wrong without being a refusal or a fault of the schedule. */
  surprises: unknown[];
};

it('whoever does what and whatever fails', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(schedules, async (schedule) => {
      const played = await play(schedule);
      expect(played.violations).toEqual([]);
      expect(played.surprises).toEqual([]);
      expect(played.world.store.leases.held()).toEqual([]);
      for (const operation of played.world.store.operations.values()) expectHonest(operation, played, schedule);
      for (const told of played.answers) expect(played.world.store.operations.get(told.id)).toEqual(told);
    }),
    { numRuns: 300 },
  );
});

/** One consumption at most, no write without an intent, no intent without an outcome, no success without evidence. */
function expectHonest(
  { id, state, result, steps, interrupted }: Operation,
  { world, writes }: Played,
  schedule: Schedule,
) {
  const rows = world.journal.typesOf(id).filter((type) => type !== 'proposed');
  const outcome = interrupted ? 'interrupted' : 'outcome';
  const expected = {
    proposed: [[]],
    running: [],
    ended: [[outcome], ['intent', outcome]],
    cancelled: [['cancelled']],
    awaitingApproval: [],
    denied: [],
    expired: [[]],
  };
  expect(expected[state]).toContainEqual(rows);
  const write = writes.get(id);
  if (write) expect(rows).toContain('intent');
  // Under stale reads the evidence may be of an earlier write of the same value.
  const evidence = schedule.staleReads === 0 ? [write] : [...writes.values()];
  if (wasApplied({ result })) expect(evidence.some(tookEffect)).toBe(true);
  const denied = steps.some(({ name, status }) => name === 'write' && status === 'failed');
  if (denied && schedule.staleReads === 0) expect(tookEffect(write)).toBe(false);
}

function tookEffect(write: ScriptedWrite | undefined): boolean {
  return write === 'ok' || write === 'unknownApplied';
}

async function play(schedule: Schedule): Promise<Played> {
  const world = coreWorld();
  const played: Played = { world, violations: [], writes: new Map(), answers: [], surprises: [] };
  world.policies.nextWrites = [...schedule.writes];
  world.policies.nextReads = [...schedule.reads];
  world.policies.staleReads = schedule.staleReads;
  const shaken = { ...world, ...shake(schedule, world), policies: watched(played) };
  shaken.openInstance = (other) => world.openInstance({ store: shaken.store, policies: shaken.policies, ...other });
  const instances = [mortalInstance(shaken), mortalInstance(shaken)];
  for (const action of schedule.actions) perform(action, instances, played);
  await world.runtime.sleep(lastActionMs + longEnoughMs);
  world.policies.nextReads = [];
  await world.reconcile();
  await world.store.expire();
  return played;
}

function shake({ latencies, storeFaults }: Schedule, { store, runtime }: World) {
  let calls = 0;
  const fail = (when: 'before' | 'after') => {
    if (storeFaults.some((fault) => fault.when === when && fault.nth === calls)) throw new Error('The disk is gone.');
  };
  return {
    store: around(store, {
      before: async () => {
        await runtime.sleep(latencies[++calls % latencies.length] ?? 0);
        fail('before');
      },
      after: () => fail('after'),
    }),
  };
}

/** Looks at the moment of each write for the one intent that it needs. */
function watched({ world, violations, writes }: Played): World['policies'] {
  const write: World['policies']['write'] = (connection, entry, change, before) => {
    const key = lockKey({ connection, target: { kind: 'policy', id: entry.key, label: '' } });
    const operations = [...world.store.operations.values()];
    const intended = operations.filter((one) => one.state === 'running' && lockKey(one) === key).map(({ id }) => id);
    if (intended.length !== 1) violations.push(`${intended.length} intents stand at a write`);
    for (const id of intended) {
      if (writes.has(id)) violations.push(`${id} writes twice`);
      writes.set(id, world.policies.nextWrites[0] ?? 'ok');
    }
    return world.policies.write(connection, entry, change, before);
  };
  return { ...world.policies, write };
}

async function perform(action: Action, instances: ReturnType<typeof mortalInstance>[], played: Played) {
  await played.world.runtime.sleep(action.atMs);
  try {
    const answer = await act(action, instances[action.instance]!, played.world);
    if (answer) played.answers.push(answer);
  } catch (thrown) {
    const expected = isRefusal(thrown) || (thrown instanceof Error && thrown.message === 'The disk is gone.');
    if (!expected) played.surprises.push(thrown);
  }
}

async function act({ verb, who, pick }: Action, instance: ReturnType<typeof mortalInstance>, world: World) {
  const person = people[who]!;
  const { key } = allowList[pick % 2]!;
  const { id, requestedBy } = anOperation(verb, pick, world);
  const presser = pick % 5 === 0 ? person : requestedBy;
  const does: Record<Action['verb'], () => Promise<Operation | undefined>> = {
    preview: async () => void (await instance.harden.preview(person, soc, key)),
    undoPreview: async () => void (await instance.undo.preview(person, soc, id)),
    execute: async () => (await instance.presses.execute(presser, soc, id)).outcome,
    cancel: async () => void (await instance.presses.cancel(presser, soc, id)),
    rest: async () => (await instance.harden.now(apiKey, rest, key)).outcome,
    undo: async () => (await instance.undo.now(apiKey, rest, id)).outcome,
    loseRole: async () => void world.access.roles.delete(person.oid),
    reconcile: async () => void (await instance.reconcile()),
    crash: async () => void instance.kill(),
  };
  return does[verb]();
}

/** Presses mostly meet a proposal, and undo mostly meets what has ended. */
function anOperation(verb: Action['verb'], pick: number, { store }: World): Pick<Operation, 'id' | 'requestedBy'> {
  const wanted = verb === 'execute' || verb === 'cancel' ? 'proposed' : 'ended';
  const all = [...store.operations.values()];
  const fitting = all.filter(({ state }) => state === wanted);
  const choice = fitting.length > 0 && pick % 7 > 0 ? fitting : all;
  return choice[pick % choice.length] ?? { id: 'op_none', requestedBy: hardener };
}

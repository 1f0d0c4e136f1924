import { beforeEach, describe, expect, it } from 'vitest';
import { within } from '../../../src/core/deadline.ts';
import { refusal } from '../../../src/core/errors.ts';
import type { Operation } from '../../../src/core/operations/operation.ts';
import { allowList } from '../../../src/core/policies/allow-list.ts';
import { organization } from '../fakes/access.ts';
import { around, failing } from '../fakes/calls.ts';
import { connection } from '../fakes/connections.ts';
import { wasApplied } from '../fakes/outcomes.ts';
import { graphDown, throttled } from '../fakes/refusals.ts';
import { apiKey, coreWorld, hardener, rest, soc, type World } from '../fakes/world.ts';

const entry = allowList[0]!;
const another = allowList[1]!;
const noRecord = refusal('journal_unavailable', 'The audit record cannot be written now.');

let world: World;

beforeEach(() => {
  world = coreWorld();
});

type Instance = Pick<World, 'harden' | 'undo'>;

async function harden({ harden }: Instance = world, key = entry.key): Promise<Operation> {
  const { outcome } = await harden.now(apiKey, rest, key);
  return outcome;
}

async function undo(original: Operation, { undo }: Instance = world): Promise<Operation> {
  const { outcome } = await undo.now(apiKey, rest, original.id);
  return outcome;
}

/** While an operation holds the target, long enough for everybody else to come. */
async function whileHardening<T>(task: (running: Promise<Operation>) => Promise<T>): Promise<T> {
  world.policies.writeTakesMs = 5_000;
  const running = harden();
  running.catch(() => undefined);
  await world.runtime.sleep(200);
  return task(running);
}

function expectNothingHeld() {
  expect(world.store.leases.held()).toEqual([]);
  expect(world.engine.inFlight()).toBe(0);
}

describe('the intent', () => {
  it('is on record before the first write', async () => {
    let recorded: string[] = [];
    const write: World['policies']['write'] = (...asked) => {
      recorded = world.journal.rows.map(({ type }) => type);
      return world.policies.write(...asked);
    };
    await harden(world.openInstance({ policies: { ...world.policies, write } }));
    expect(recorded).toEqual(['intent']);
  });

  it('names who, what and where', async () => {
    const { id } = await harden();
    expect(world.journal.rows[0]).toEqual({
      type: 'intent',
      organization,
      actor: apiKey,
      via: rest,
      operationId: id,
      connectionId: 'conn_one',
      tenantId: connection('conn_one').tenantId,
      detail: { verb: 'harden', target: { kind: 'policy', id: entry.key, label: entry.title } },
    });
  });

  it('that cannot be recorded stops the write and frees the target', async () => {
    const store = around(world.store, { before: failing('begin', 1, noRecord) });
    await expect(harden(world.openInstance({ store }))).rejects.toMatchObject({ refusal: 'journal_unavailable' });
    expect(world.policies.writes).toEqual([]);
    expectNothingHeld();
    expect(await harden()).toMatchObject({ result: { applied: true } });
  });

  it('is not recorded by whoever lost the lease while preparing', async () => {
    const slow = around(world.policies, {
      before: (call) => (call === 'read' ? world.runtime.sleep(70_000) : undefined),
    });
    await expect(harden(world.openInstance({ policies: slow }))).rejects.toMatchObject({ refusal: 'in_progress' });
    expect(world.policies.writes).toEqual([]);
    expect(world.journal.rows).toEqual([]);
  });
});

describe('the outcome', () => {
  it('is recorded again and again until it is there', async () => {
    const store = around(world.store, { before: failing('settle', 2) });
    const operation = await harden(world.openInstance({ store }));
    expect(operation).toMatchObject({ state: 'ended', result: { applied: true, verified: true } });
    expect(world.journal.typesOf(operation.id)).toEqual(['intent', 'outcome']);
    expect(world.policies.writes).toHaveLength(1);
    expectNothingHeld();
  });

  it('that cannot be recorded is told of at once, and then each minute', async () => {
    const told: string[] = [];
    const store = around(world.store, { before: failing('settle', 62) });
    const { id } = await harden(world.openInstance({ store, onUnsettled: (draft) => told.push(draft.id) }));
    expect(told).toEqual([id, id]);
  });

  it('is recorded once when only the answer was lost', async () => {
    const store = around(world.store, { after: failing('settle', 2) });
    const { id } = await harden(world.openInstance({ store }));
    expect(world.journal.typesOf(id)).toEqual(['intent', 'outcome']);
    expect(world.store.queued).toHaveLength(1);
  });

  it('comes although the caller stopped waiting', async () => {
    const { draft, outcome } = await world.harden.now(apiKey, rest, entry.key);
    expect(await within(world.runtime, 50, outcome)).toBeUndefined();
    await world.engine.idle();
    expect(await world.store.find(organization, draft.id)).toMatchObject({ state: 'ended' });
  });
});

describe('the role', () => {
  it('that is lost between the press and the lock stops the write', async () => {
    const lock: World['store']['lock'] = (...asked) => {
      world.access.grants.delete(apiKey.keyId);
      return world.store.lock(...asked);
    };
    const instance = world.openInstance({ store: { ...world.store, lock } });
    await expect(harden(instance)).rejects.toMatchObject({ refusal: 'not_allowed' });
    expect(world.policies.calls).toEqual([]);
    expect(world.journal.denials).toHaveLength(1);
    expectNothingHeld();
  });
});

describe('joining', () => {
  it('takes the role as well as running does', async () => {
    const { operation } = await world.harden.preview(hardener, soc, entry.key);
    const running = harden();
    await world.runtime.sleep(50);
    world.access.roles.delete(hardener.oid);
    const { outcome } = await world.presses.execute(hardener, soc, operation!.id, 'Agreed in a change');
    await expect(outcome).rejects.toMatchObject({ refusal: 'not_allowed' });
    expect(await running).toMatchObject({ result: { applied: true } });
  });

  it('shares a refusal with the same actor only', async () => {
    const lock: World['store']['lock'] = async (...asked) => {
      const answer = await world.store.lock(...asked);
      if (answer.got) world.access.grants.delete(apiKey.keyId);
      return answer;
    };
    const instance = world.openInstance({ store: { ...world.store, lock } });
    const refused = harden(instance);
    const { outcome } = await instance.harden.now(hardener, rest, entry.key);
    await expect(refused).rejects.toMatchObject({ refusal: 'not_allowed' });
    expect(await outcome).toMatchObject({ requestedBy: hardener, result: { applied: true } });
  });
});

describe('the lease', () => {
  it('is kept while a write takes longer than it lasts', async () => {
    world.policies.writeTakesMs = 150_000;
    const running = harden();
    await world.runtime.sleep(100_000);
    expect(await world.store.takeOverInterrupted(0)).toEqual([]);
    expect(await running).toMatchObject({ interrupted: false, result: { applied: true } });
  });

  it('is given back whatever fails before the intent', async () => {
    world.policies.nextReads = [graphDown];
    await expect(harden()).rejects.toMatchObject({ refusal: 'graph_failed' });
    expectNothingHeld();
  });
});

describe('the same verb on the same target', () => {
  it('runs once for 100 at a time, and all get the same operation', async () => {
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => harden()));
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1);
    expect(world.policies.writes).toHaveLength(1);
    expectNothingHeld();
  });

  it('runs once for 100 at a time on two instances', async () => {
    const other = world.openInstance();
    const outcomes = await Promise.all(Array.from({ length: 100 }, (_, at) => harden(at % 2 ? other : world)));
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(1);
    expect(world.policies.writes).toHaveLength(1);
    expectNothingHeld();
  });

  it('gives whoever joined the same refusal', async () => {
    world.policies.nextReads = [throttled];
    const outcomes = await Promise.allSettled([harden(), harden(), harden()]);
    const reasons = outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason);
    expect(reasons[0]).toMatchObject({ refusal: 'throttled', retryAfterS: 17 });
    expect(new Set(reasons).size).toBe(1);
    expectNothingHeld();
  });

  it('runs again once it is done', async () => {
    const first = await harden();
    const second = await harden();
    expect(second.id).not.toBe(first.id);
    expect(second.result).toMatchObject({ applied: false, verified: true });
  });

  it('is not joined from another organization that connected the same tenant', async () => {
    const stranger = { ...hardener, organization: 'org_other' };
    world.connections.all.push(connection('conn_other', { organization: stranger.organization }));
    world.access.entitlements.set(stranger.organization, ['policyManagement']);
    await whileHardening(async (running) => {
      const { outcome } = await world.harden.now(stranger, rest, entry.key);
      expect(await outcome).toMatchObject({ organization: stranger.organization, result: { applied: false } });
      expect(await running).toMatchObject({ organization, result: { applied: true } });
    });
    expect(world.policies.writes).toHaveLength(1);
  });

  it('is not joined by the undo of another operation', async () => {
    const original = await harden();
    world.policies.put(entry, connection('').tenantId, null);
    const later = await harden();
    const outcomes = await Promise.allSettled([undo(later), undo(original)]);
    expect(outcomes).toMatchObject([
      { status: 'fulfilled', value: { of: later.id, result: { applied: true, to: null } } },
      { status: 'rejected', reason: { refusal: 'precondition_failed' } },
    ]);
  });

  it('is refused when its holder on another instance does not end in a minute', async () => {
    const held = { operationId: 'op_held', verb: 'harden', organization } as const;
    await world.store.lock(`${connection('').tenantId}/policy/${entry.key}`, held);
    const kept = around(world.store, { before: () => world.store.renew({ key: leaseKey(), fence: 1 }) });
    const before = world.runtime.now();
    await expect(harden(world.openInstance({ store: kept }))).rejects.toMatchObject({
      refusal: 'in_progress',
      operationId: 'op_held',
    });
    expect(world.runtime.now() - before).toBeGreaterThanOrEqual(60_000);
    expect(world.policies.writes).toEqual([]);
  });

  function leaseKey(): string {
    return `${connection('').tenantId}/policy/${entry.key}`;
  }
});

describe('another verb on the same target', () => {
  it('is refused while one runs, naming it', async () => {
    const original = await harden();
    world.policies.put(entry, connection('').tenantId, false);
    await whileHardening(async (running) => {
      await expect(undo(original)).rejects.toMatchObject({ refusal: 'in_progress' });
      await expect(undo(original, world.openInstance())).rejects.toMatchObject({ refusal: 'in_progress' });
      const { id } = await running;
      expect(id).not.toBe(original.id);
    });
    expect(world.policies.writes).toHaveLength(2);
  });
});

it('works on two targets at the same time', async () => {
  const started = world.runtime.now();
  const outcomes = await Promise.all([harden(), harden(world, another.key)]);
  expect(outcomes.map(wasApplied)).toEqual([true, true]);
  expect(outcomes.map(({ endedAt = 0 }) => endedAt - started < 1_000)).toEqual([true, true]);
});

it('counts what it works on, and says when nothing is left', async () => {
  await whileHardening(async (running) => {
    expect(world.engine.inFlight()).toBe(1);
    await world.engine.idle();
    expect(world.engine.inFlight()).toBe(0);
    expect(await running).toMatchObject({ state: 'ended' });
  });
});

it('is idle even when what it works on fails', async () => {
  world.policies.nextReads = [graphDown];
  const running = harden();
  running.catch(() => undefined);
  await world.runtime.sleep(1);
  await world.engine.idle();
  await expect(running).rejects.toMatchObject({ refusal: 'graph_failed' });
});

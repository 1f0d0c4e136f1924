import { beforeEach, describe, expect, it } from 'vitest';
import { type Operation, statusOf } from '../../../src/core/operations/operation.ts';
import { allowList } from '../../../src/core/policies/allow-list.ts';
import { around, failing } from '../fakes/calls.ts';
import { tenantId } from '../fakes/connections.ts';
import { mortalInstance } from '../fakes/mortal.ts';
import { wasApplied } from '../fakes/outcomes.ts';
import { graphDown } from '../fakes/refusals.ts';
import { apiKey, coreWorld, hardener, rest, settleMs, soc, type World } from '../fakes/world.ts';

const [entry, another, third] = [allowList[0]!, allowList[1]!, allowList[2]!];
const leaseMs = 60_000;
const readNow = `GET ${entry.document}`;
const reason = 'Agreed in a change';

let world: World;

beforeEach(() => {
  world = coreWorld();
});

/** Leaves an operation with an intent and no outcome behind. */
async function interrupted(moment: string, key = entry.key, work = startHarden): Promise<string> {
  const mortal = mortalInstance(world, (now) => now === moment);
  const id = await work(mortal, key);
  while (!mortal.isDead()) await world.runtime.sleep(10);
  return id;
}

async function startHarden({ harden }: ReturnType<typeof mortalInstance>, key: string): Promise<string> {
  const { draft } = await harden.now(apiKey, rest, key);
  return draft.id;
}

async function reconciled(): Promise<Operation> {
  world.policies.calls.length = 0;
  world.clock.offsetMs += leaseMs + settleMs;
  const operations = await world.reconcile();
  expect(operations).toHaveLength(1);
  expect(world.store.leases.held()).toEqual([]);
  return operations[0]!;
}

describe('an interrupted operation', () => {
  it('that was applied is settled at the first look', async () => {
    const id = await interrupted('after write');
    const operation = await reconciled();
    expect(operation).toMatchObject({
      id,
      state: 'ended',
      interrupted: true,
      result: { applied: true, verified: true, from: false, to: true, now: true },
    });
    expect(statusOf(operation)).toBe('done');
    expect(world.policies.calls).toEqual([readNow]);
    expect(world.journal.typesOf(id)).toEqual(['intent', 'interrupted']);
    expect(world.store.queued).toHaveLength(1);
  });

  it('that was not applied is settled after the old value was read twice', async () => {
    await interrupted('after begin');
    const before = world.runtime.now();
    const operation = await reconciled();
    expect(operation).toMatchObject({ interrupted: true, result: { applied: false, verified: false, now: false } });
    expect(statusOf(operation)).toBe('failed');
    expect(world.policies.calls).toEqual([readNow, readNow]);
    expect(world.runtime.now() - before).toBeGreaterThanOrEqual(5_000);
  });

  it('that shows at the second look was applied', async () => {
    world.policies.staleReads = 1;
    await interrupted('after write');
    expect(await reconciled()).toMatchObject({ result: { applied: true, verified: true } });
  });

  it('that cannot be read stays unknown', async () => {
    await interrupted('after write');
    world.policies.nextReads = [graphDown, graphDown];
    const operation = await reconciled();
    expect(operation).toMatchObject({ interrupted: true, result: { applied: false, verified: false } });
    expect(operation.result).not.toHaveProperty('now');
    expect(statusOf(operation)).toBe('unknown');
  });

  it.each([
    ['old value read once, then nothing: unknown', ['ok', graphDown] as const, 'unknown', 2],
    ['nothing, then the old value read twice: not applied', [graphDown, 'ok', 'ok'] as const, 'failed', 3],
    ['nothing, the old value, then nothing: unknown', [graphDown, 'ok', graphDown] as const, 'unknown', 3],
  ])('with the %s', async (_what, reads, status, looks) => {
    await interrupted('after begin');
    world.policies.nextReads = [...reads];
    expect(statusOf(await reconciled())).toBe(status);
    expect(world.policies.calls).toHaveLength(looks);
  });

  it('whose connection is gone is settled as unknown, and its tenant is left alone', async () => {
    const id = await interrupted('after write');
    world.connections.all.length = 0;
    const operation = await reconciled();
    expect(operation).toMatchObject({ id, interrupted: true, result: { applied: false, verified: false, to: true } });
    expect(statusOf(operation)).toBe('unknown');
    expect(world.policies.calls).toEqual([]);
  });

  it('can be undone when it was applied', async () => {
    await interrupted('after write');
    const { id } = await reconciled();
    const { outcome } = await world.undo.now(apiKey, rest, id);
    expect((await outcome).result).toMatchObject({ applied: true, now: false });
  });

  it('may be an undo', async () => {
    const { outcome } = await world.harden.now(apiKey, rest, entry.key);
    const original = await outcome;
    await interrupted('after write', original.id, async ({ undo }, id) => (await undo.now(apiKey, rest, id)).draft.id);
    expect(await reconciled()).toMatchObject({ verb: 'undo', result: { applied: true, to: false, now: false } });
  });

  it('may be a press, which then answers with what was found', async () => {
    const { operation } = await world.harden.preview(hardener, soc, entry.key);
    await interrupted('after write', operation!.id, async ({ presses }, id) => {
      presses.execute(hardener, soc, id, reason);
      return id;
    });
    const settled = await reconciled();
    const { outcome } = await world.presses.execute(hardener, soc, operation!.id, reason);
    expect(await outcome).toEqual(settled);
  });
});

describe('nothing is taken over', () => {
  it('while another instance is still looking', async () => {
    await interrupted('after write');
    world.clock.offsetMs += leaseMs + settleMs;
    const slow = around(world.policies, { before: () => world.runtime.sleep(100_000) });
    const settling = world.openInstance({ policies: slow }).reconcile();
    await world.runtime.sleep(90_000);
    expect(await world.reconcile()).toEqual([]);
    expect(await settling).toMatchObject([{ interrupted: true, result: { applied: true } }]);
  });

  it('while its process lives', async () => {
    world.policies.writeTakesMs = 40_000;
    const { outcome } = await world.harden.now(apiKey, rest, entry.key);
    await world.runtime.sleep(30_000);
    expect(await world.reconcile()).toEqual([]);
    expect(await outcome).toMatchObject({ interrupted: false, result: { applied: true } });
  });

  it('while a write may still be on its way', async () => {
    const id = await interrupted('after begin');
    const { key } = lockOf(id);
    await world.store.unlock({ key, fence: 1 });
    expect(await world.reconcile()).toEqual([]);
    expect(world.store.operations.get(id)?.state).toBe('running');
  });

  it('by two instances at once', async () => {
    await interrupted('after write');
    world.clock.offsetMs += leaseMs + settleMs;
    const taken = await Promise.all([world.reconcile(), world.openInstance().reconcile()]);
    expect(taken.map(({ length }) => length).sort()).toEqual([0, 1]);
    expect(world.journal.rows.filter(({ type }) => type === 'interrupted')).toHaveLength(1);
  });

  it('that stopped before its intent, and the target is free again with its lease', async () => {
    await interrupted('before begin');
    world.clock.offsetMs += leaseMs;
    expect(await world.reconcile()).toEqual([]);
    const { outcome } = await world.harden.now(apiKey, rest, entry.key);
    expect(await outcome).toMatchObject({ result: { applied: true } });
  });

  function lockOf(id: string) {
    return { key: `${tenantId}/policy/${world.store.operations.get(id)?.target.id}` };
  }
});

describe('a process that stops at any moment', () => {
  it.each(Array.from({ length: 40 }, (_, at) => at))(
    '%i leaves a target that can be used, and a true record',
    async (at) => {
      let moments = 0;
      const { operation } = await world.harden.preview(hardener, soc, entry.key);
      const mortal = mortalInstance(world, () => moments++ === at);
      mortal.presses.execute(hardener, soc, operation!.id, reason).then(({ outcome }) => outcome);
      await world.runtime.sleep(leaseMs + settleMs);
      await world.reconcile();
      const { state, ...found } = world.store.operations.get(operation!.id)!;
      const secure = world.policies.valueOf(entry, tenantId) === entry.secure;
      expect(wasApplied(found)).toBe(secure);
      expect(state).toBe(world.journal.typesOf(operation!.id).includes('intent') ? 'ended' : 'proposed');
      expect(world.store.leases.held()).toEqual([]);
      const { outcome } = await world.presses.execute(hardener, soc, operation!.id, reason);
      expect(await outcome).toMatchObject({ id: operation!.id, state: 'ended' });
    },
  );
});

it('lets no new write start on a target before the earlier intent has an outcome', async () => {
  const id = await interrupted('after begin');
  world.clock.offsetMs += leaseMs + settleMs;
  const { outcome } = await world.harden.now(apiKey, rest, entry.key);
  await world.reconcile();
  expect(await outcome).toMatchObject({ id, interrupted: true });
  expect(world.policies.writes).toEqual([]);
});

it('sees a write that landed after its process had stopped', async () => {
  world.policies.writeTakesMs = 15_000;
  const mortal = mortalInstance(world);
  await mortal.harden.now(apiKey, rest, entry.key);
  await world.runtime.sleep(200);
  mortal.kill();
  world.clock.offsetMs += leaseMs + settleMs - 20_000;
  await world.runtime.sleep(20_000);
  expect(await world.reconcile()).toMatchObject([{ interrupted: true, result: { applied: true, verified: true } }]);
});

it('settles the others when one cannot be settled, says so, and takes that one again', async () => {
  for (const { key } of [entry, another, third]) await interrupted('after write', key);
  world.clock.offsetMs += leaseMs + settleMs;
  const broken = world.openInstance({ policies: around(world.policies, { before: failing('read', 1) }) });
  await expect(broken.reconcile()).rejects.toThrow('The disk is gone.');
  const states = [...world.store.operations.values()].map(({ state }) => state);
  expect(states.sort()).toEqual(['ended', 'ended', 'running']);
  expect(await reconciled()).toMatchObject({ target: { id: entry.key }, result: { applied: true } });
});

it('records the outcome again and again until it is there', async () => {
  await interrupted('after write');
  world.clock.offsetMs += leaseMs + settleMs;
  const store = around(world.store, { before: failing('settle', 2) });
  expect(await world.openInstance({ store }).reconcile()).toMatchObject([{ state: 'ended', interrupted: true }]);
});

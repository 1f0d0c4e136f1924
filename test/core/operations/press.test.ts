import { beforeEach, describe, expect, it } from 'vitest';
import type { Actor } from '../../../src/core/actors.ts';
import type { Via } from '../../../src/core/journal.ts';
import { allowList } from '../../../src/core/policies/allow-list.ts';
import { person } from '../fakes/access.ts';
import { around } from '../fakes/calls.ts';
import { tenantId } from '../fakes/connections.ts';
import { graphDown } from '../fakes/refusals.ts';
import { confirmTtlMs, coreWorld, hardener, nobody, otherHardener, rest, soc, type World } from '../fakes/world.ts';

const securityDefaults = allowList[0]!;
const random: Via = { channel: 'chat', conversation: 'random' };

let world: World;

beforeEach(() => {
  world = coreWorld();
});

async function proposed(): Promise<string> {
  const { operation } = await world.harden.preview(hardener, soc, securityDefaults.key);
  return operation!.id;
}

async function press(id: string, actor: Actor = hardener, via: Via = soc, { presses } = world) {
  const { outcome } = await presses.execute(actor, via, id, 'Agreed in a change');
  return outcome;
}

function expectNoWrite() {
  expect(world.policies.writes).toEqual([]);
  expect(world.store.leases.held()).toEqual([]);
}

describe('a setting of high impact', () => {
  it.each([undefined, '', '  abc  '])('is not written with %j as the reason', async (reason) => {
    const id = await proposed();
    await expect(world.presses.execute(hardener, soc, id, reason)).rejects.toMatchObject({
      refusal: 'invalid_request',
    });
    expectNoWrite();
    expect(world.journal.typesOf(id)).toEqual(['proposed']);
  });

  it('is asked about once more by whoever opened the confirmation, and by nobody else', async () => {
    const id = await proposed();
    expect(await world.presses.look(hardener, soc, id)).toMatchObject({ id, state: 'proposed' });
    for (const [actor, via] of [
      [otherHardener, soc],
      [hardener, random],
    ] as const) {
      await expect(world.presses.look(actor, via, id)).rejects.toMatchObject({ refusal: 'not_allowed' });
    }
    expect(world.journal.denials).toHaveLength(2);
  });
});

describe('a setting of lower impact', () => {
  it('takes no reason', async () => {
    const { operation } = await world.harden.preview(hardener, soc, 'user_app_registration');
    const { outcome } = await world.presses.execute(hardener, soc, operation!.id);
    expect(await outcome).toMatchObject({ state: 'ended', result: { applied: true } });
  });
});

describe('execute', () => {
  it('does what the preview stored, under the same id', async () => {
    const id = await proposed();
    expect(await press(id)).toMatchObject({ id, state: 'ended', result: { applied: true, verified: true } });
    expect(world.journal.typesOf(id)).toEqual(['proposed', 'intent', 'outcome']);
  });

  it('keeps the reason that was given with the press', async () => {
    const id = await proposed();
    const { outcome } = await world.presses.execute(hardener, soc, id, 'Audit finding 12');
    expect((await outcome).reason).toBe('Audit finding 12');
    expect(world.journal.rows.find(({ type }) => type === 'intent')?.detail).toMatchObject({
      reason: 'Audit finding 12',
    });
  });

  it.each([
    ['another person', otherHardener, soc, 'wrong_person'],
    ['a person without a role', nobody, soc, 'wrong_person'],
    ['a namesake from another tenant', person('hardener', 'another-tenant'), soc, 'wrong_person'],
    ['the same person in another conversation', hardener, random, 'wrong_conversation'],
    ['the same person outside any conversation', hardener, rest, 'wrong_conversation'],
  ])('is refused to %s, and the denial is journaled', async (_who, actor, via, why) => {
    const id = await proposed();
    await expect(press(id, actor, via)).rejects.toMatchObject({ refusal: 'not_allowed' });
    expect(world.journal.denials).toEqual([{ actor, via, verb: 'execute', why }]);
    expectNoWrite();
    expect(await press(id)).toMatchObject({ result: { applied: true } });
  });

  it('knows nothing of operations of another organization', async () => {
    const stranger = { ...hardener, organization: 'org_other' };
    await expect(press(await proposed(), stranger)).rejects.toMatchObject({ refusal: 'unknown_operation' });
    await expect(press('op_none')).rejects.toMatchObject({ refusal: 'unknown_operation' });
  });

  it('records an id that names nothing, and refuses it even where that cannot be recorded', async () => {
    const unknown = { refusal: 'unknown_operation' };
    await expect(press('op_none')).rejects.toMatchObject(unknown);
    await expect(world.presses.cancel(hardener, soc, 'op_none')).rejects.toMatchObject(unknown);
    const why = 'unknown_operation';
    expect(world.journal.denials).toMatchObject([
      { verb: 'execute', why },
      { verb: 'cancel', why },
    ]);
    world.journal.deny = () => Promise.reject(new Error('The disk is full.'));
    await expect(press('op_none')).rejects.toMatchObject(unknown);
  });

  it('records a press on what was cancelled, and refuses it even where that cannot be recorded', async () => {
    const id = await proposed();
    await world.presses.cancel(hardener, soc, id);
    const cancelled = { refusal: 'precondition_failed', message: 'This confirmation was cancelled. Start again.' };
    await expect(press(id)).rejects.toMatchObject(cancelled);
    expect(world.journal.denials).toEqual([{ actor: hardener, via: soc, verb: 'execute', why: 'cancelled' }]);
    world.journal.deny = () => Promise.reject(new Error('The disk is full.'));
    await expect(press(id)).rejects.toMatchObject(cancelled);
  });

  it('is refused when the confirmation has run out', async () => {
    const id = await proposed();
    world.clock.offsetMs += confirmTtlMs;
    const ranOut = { refusal: 'precondition_failed', message: 'This confirmation ran out. Start again.' };
    const denial = { actor: hardener, via: soc, verb: 'execute', why: 'expired' };
    await expect(press(id)).rejects.toMatchObject(ranOut);
    expect(world.journal.denials).toEqual([denial]);
    expect(await world.store.expire()).toBe(1);
    await expect(press(id)).rejects.toMatchObject(ranOut);
    expect(world.journal.denials).toEqual([denial, denial]);
    expectNoWrite();
  });

  it('works until the last moment', async () => {
    const id = await proposed();
    world.clock.offsetMs += confirmTtlMs - 1_000;
    expect(await press(id)).toMatchObject({ result: { applied: true } });
  });

  it('is refused once the role is gone', async () => {
    const id = await proposed();
    world.access.roles.delete(hardener.oid);
    await expect(press(id)).rejects.toMatchObject({ refusal: 'not_allowed' });
    expect(world.journal.denials).toMatchObject([{ verb: 'harden', why: 'not_allowed' }]);
    expectNoWrite();
  });
});

describe('pressed twice', () => {
  it('writes once and answers the same, at the same time', async () => {
    const id = await proposed();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => press(id)));
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
    expect(world.policies.writes).toHaveLength(1);
    expect(world.store.leases.held()).toEqual([]);
  });

  it('writes once and answers the same, one after the other', async () => {
    const id = await proposed();
    const first = await press(id);
    const calls = world.policies.calls.length;
    expect(await press(id)).toEqual(first);
    expect(world.policies.calls).toHaveLength(calls);
  });

  it('writes once and answers the same on two instances', async () => {
    const id = await proposed();
    const other = world.openInstance();
    const [here, there] = await Promise.all([press(id), press(id, hardener, soc, { ...world, ...other })]);
    expect(there).toEqual(here);
    expect(world.policies.writes).toHaveLength(1);
  });

  it('answers with the outcome when the first press ended while the second was on its way', async () => {
    world.policies.staleReads = 20;
    const id = await proposed();
    const slow = world.openInstance({ access: around(world.access, { before: () => world.runtime.sleep(8_000) }) });
    const late = press(id, hardener, soc, { ...world, ...slow });
    const first = await press(id);
    expect(first.result).toMatchObject({ applied: true, verified: false });
    expect(await late).toEqual(first);
    expect(world.policies.writes).toHaveLength(1);
    expect(world.store.leases.held()).toEqual([]);
  });

  it('asks a store that gives a holder its lease again only once', async () => {
    const id = await proposed();
    const lock: World['store']['lock'] = async (key, holder) => {
      const answer = await world.store.lock(key, holder);
      return !answer.got && answer.operationId === holder.operationId ? { got: true, key, fence: 1 } : answer;
    };
    const instance = { ...world, ...world.openInstance({ store: { ...world.store, lock } }) };
    const outcomes = await Promise.all([press(id, hardener, soc, instance), press(id, hardener, soc, instance)]);
    expect(outcomes[0]).toEqual(outcomes[1]);
    expect(world.journal.typesOf(id)).toEqual(['proposed', 'intent', 'outcome']);
  });
});

describe('cancel', () => {
  it('withdraws the proposal', async () => {
    const id = await proposed();
    expect(await world.presses.cancel(hardener, soc, id)).toMatchObject({ id, state: 'cancelled' });
    world.policies.put(securityDefaults, tenantId, true);
    await expect(press(id)).rejects.toThrow('This confirmation was cancelled. Start again.');
    expect(world.journal.typesOf(id)).toEqual(['proposed', 'cancelled']);
    expectNoWrite();
  });

  it.each([
    ['another person', otherHardener, soc],
    ['another conversation', hardener, random],
  ])('is refused to %s', async (_who, actor, via) => {
    const id = await proposed();
    await expect(world.presses.cancel(actor, via, id)).rejects.toMatchObject({ refusal: 'not_allowed' });
    expect(world.journal.denials).toMatchObject([{ verb: 'cancel' }]);
    expect(world.store.operations.get(id)?.state).toBe('proposed');
  });

  it('comes too late once the work has begun, and shows how it is', async () => {
    const id = await proposed();
    const working = press(id);
    await world.runtime.sleep(100);
    expect(await world.presses.cancel(hardener, soc, id)).toMatchObject({ state: 'running' });
    expect(await working).toMatchObject({ state: 'ended', result: { applied: true } });
  });

  it('stops a press that is still preparing', async () => {
    const id = await proposed();
    const working = press(id);
    working.catch(() => undefined);
    await world.presses.cancel(hardener, soc, id);
    await expect(working).rejects.toMatchObject({ refusal: 'precondition_failed' });
    expectNoWrite();
  });
});

it('ends as refused when nobody waits for it any more: the reason is on record, and nothing is written', async () => {
  world.policies.nextReads = ['ok', graphDown];
  const id = await proposed();
  const { operation, outcome } = await world.presses.execute(hardener, soc, id, 'Agreed in a change');
  await expect(outcome).rejects.toMatchObject({ refusal: 'graph_failed' });
  await world.presses.endRefused(operation, 'Microsoft Graph could not be read.');
  expect(world.store.operations.get(id)).toMatchObject({
    state: 'ended',
    result: { applied: false, verified: false, refused: 'Microsoft Graph could not be read.' },
  });
  expect(await press(id)).toMatchObject({ id, result: { applied: false } });
  expectNoWrite();
});

it('leaves a value alone that became secure after the preview', async () => {
  const id = await proposed();
  world.policies.put(securityDefaults, tenantId, true);
  expect(await press(id)).toMatchObject({ result: { applied: false, verified: true } });
  expect(await press(id)).toMatchObject({ id, result: { applied: false, verified: true } });
  expectNoWrite();
});

import { beforeEach, describe, expect, it } from 'vitest';
import { statusOf } from '../../../src/core/operations/operation.ts';
import { consentMissing, rejected } from '../fakes/refusals.ts';
import { app, definition, tokenPolicy, tokenPolicyWorld } from './world.ts';

let world: ReturnType<typeof tokenPolicyWorld>;

beforeEach(() => {
  world = tokenPolicyWorld();
  world.tenant.policies = [tokenPolicy(1), tokenPolicy(2)];
  world.tenant.holders = [app(5), app(6)];
});

const body = { displayName: 'New', definition: [definition], type: 'TokenLifetimePolicy' };
const policyId = tokenPolicy(1).id;
const toApp5 = { kind: 'application', holderId: app(5).id, policyId } as const;

describe('a change', () => {
  it('is an intent, a write, a look and an outcome', async () => {
    const operation = await world.end(world.write.update(world.question, policyId, { displayName: 'Renamed' }));
    expect(operation).toMatchObject({
      verb: 'updateTokenPolicy',
      before: tokenPolicy(1),
      result: { applied: true, verified: true, policy: { displayName: 'Renamed' } },
    });
    expect(world.journal.typesOf(operation.id)).toEqual(['intent', 'outcome']);
    expect(world.tenant.writes).toEqual(['update change']);
    expect(world.store.queued).toEqual([[`conn_one/tokenPolicy/${policyId}`, 'conn_one/tokenPolicies']]);
  });

  it('of nothing is not sent', async () => {
    const operation = await world.end(world.write.update(world.question, policyId, { displayName: 'Policy 1' }));
    expect(operation.result).toMatchObject({ applied: false, verified: true });
    expect(world.tenant.writes).toEqual([]);
  });

  it('that Graph refuses is Graph’s refusal', async () => {
    world.tenant.nextWrites = [consentMissing];
    const operation = await world.end(world.write.remove(world.question, policyId));
    expect(operation.result).toMatchObject({ applied: false, needsReconsent: true });
    expect(statusOf(operation)).toBe('failed');
  });

  it('without an answer is what a later look shows', async () => {
    world.tenant.nextWrites = ['unknownApplied', 'unknownNotApplied'];
    const happened = await world.end(world.write.update(world.question, policyId, { displayName: 'One' }));
    expect([statusOf(happened), happened.result]).toMatchObject(['done', { applied: true, verified: true }]);
    const lost = await world.end(world.write.update(world.question, policyId, { displayName: 'Two' }));
    expect([statusOf(lost), lost.result]).toMatchObject(['unknown', { applied: false, verified: false }]);
  });
});

describe('a second default of the tenant', () => {
  beforeEach(() => {
    world.tenant.policies = [tokenPolicy(1), tokenPolicy(2, { isOrganizationDefault: true })];
  });

  it.each([
    ['created', () => world.write.create(world.question, { ...body, isTenantDefault: true })],
    ['made of another policy', () => world.write.update(world.question, policyId, { isTenantDefault: true })],
  ])('is not %s, whatever Graph would say', async (_how, change) => {
    const graphCode = 'Request_MultipleObjectsWithSameKeyValue';
    await expect(world.end(change())).rejects.toMatchObject({ refusal: 'precondition_failed', graphCode });
    expect(world.tenant.writes).toEqual([]);
  });
});

describe('changes of one policy', () => {
  it('take turns, and none joins another', async () => {
    const names = ['One', 'One', 'Two'];
    const ends = names.map((displayName) => world.end(world.write.update(world.question, policyId, { displayName })));
    const operations = await Promise.all(ends);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(3);
    expect(world.tenant.writes.length).toBeGreaterThan(1);
    expect(operations.map(statusOf)).toEqual(['done', 'done', 'done']);
  });

  it('of other kinds wait too', async () => {
    const [renamed, removed] = await Promise.all([
      world.end(world.write.update(world.question, policyId, { displayName: 'One' })),
      world.end(world.write.remove(world.question, policyId)),
    ]);
    expect([statusOf(renamed), statusOf(removed)]).toEqual(['done', 'done']);
    expect(world.tenant.policies).toEqual([tokenPolicy(2)]);
  });

  it('that wait too long are refused before anything is written', async () => {
    world.tenant.writeTakesMs = 40_000;
    const first = world.end(world.write.update(world.question, policyId, { displayName: 'One' }));
    const second = world.end(world.write.update(world.question, policyId, { displayName: 'Two' }));
    await expect(second).rejects.toMatchObject({ refusal: 'in_progress' });
    expect(statusOf(await first)).toBe('done');
    expect(world.tenant.writes).toHaveLength(1);
  });
});

describe('a creation that was cut off', () => {
  it('is found by what it created', async () => {
    await world.dyingInstance().write.create(world.question, body);
    await world.runtime.sleep(120_000);
    const [operation] = await world.reconcile();
    expect(operation).toMatchObject({
      interrupted: true,
      result: { applied: true, verified: true, policy: { id: 'made-1' } },
    });
  });

  it('is not taken for one that looked the same before', async () => {
    world.tenant.policies.push(tokenPolicy(3, { displayName: 'New' }));
    world.tenant.nextWrites = ['unknownNotApplied'];
    await world.dyingInstance().write.create(world.question, body);
    await world.runtime.sleep(120_000);
    const [operation] = await world.reconcile();
    expect(operation).toMatchObject({ interrupted: true, result: { applied: false, verified: false } });
    expect(operation && statusOf(operation)).toBe('failed');
  });

  it('does not run beside another that looks the same', async () => {
    world.tenant.nextWrites = ['unknownApplied', 'unknownApplied'];
    const ends = [1, 2].map(() => world.end(world.write.create(world.question, body)));
    const made = (await Promise.all(ends)).map(({ result }) => result?.kind === 'tokenPolicy' && result.policy?.id);
    expect(new Set(made)).toEqual(new Set(['made-1', 'made-2']));
  });
});

describe('undo', () => {
  it('puts back each kind of change', async () => {
    const runs = [
      () => world.write.create(world.question, body),
      () => world.write.update(world.question, policyId, { displayName: 'x', isTenantDefault: true }),
      () => world.write.assign(world.question, toApp5, {}),
    ];
    for (const run of runs) {
      const before = structuredClone({ policies: world.tenant.policies, links: world.tenant.links });
      const undone = await world.undone(await world.end(run()));
      expect(undone.result).toMatchObject({ applied: true, verified: true });
      expect({ policies: world.tenant.policies, links: world.tenant.links }).toEqual(before);
    }
  });

  it('writes a removed policy anew and assigns it to all that had it', async () => {
    for (const digit of [5, 6])
      await world.end(world.write.assign(world.question, { ...toApp5, holderId: app(digit).id }, {}));
    const removed = await world.end(world.write.remove(world.question, policyId));
    expect(world.tenant.links).toEqual([]);
    const undone = await world.undone(removed);
    expect(undone.result).toMatchObject({ verified: true, policy: { ...tokenPolicy(1), id: 'made-1' } });
    expect(world.tenant.links.map(({ holder, policyId: id }) => [holder.id, id])).toEqual([
      [app(5).id, 'made-1'],
      [app(6).id, 'made-1'],
    ]);
    expect(world.tenant.writes.at(-3)).toBe('create restore');
  });

  it('tells each assignment apart', async () => {
    await world.end(world.write.assign(world.question, toApp5, {}));
    const removed = await world.end(world.write.remove(world.question, policyId));
    world.tenant.nextWrites = ['ok', rejected];
    const undone = await world.undone(removed);
    expect(undone.steps.map(({ name, status }) => [name, status])).toEqual([
      ['write', 'ok'],
      [`assign application ${app(5).id}`, 'failed'],
      ['verify', 'failed'],
    ]);
    expect(statusOf(undone)).toBe('partial');
  });

  it('assigns nothing when the policy could not be created', async () => {
    await world.end(world.write.assign(world.question, toApp5, {}));
    const removed = await world.end(world.write.remove(world.question, policyId));
    world.tenant.nextWrites = [rejected];
    const undone = await world.undone(removed);
    expect(undone.steps.map(({ status }) => status)).toEqual(['failed', 'skipped', 'skipped']);
  });

  it('refuses to overwrite what somebody changed since', async () => {
    const renamed = await world.end(world.write.update(world.question, policyId, { displayName: 'One' }));
    world.tenant.policies = [tokenPolicy(1, { displayName: 'Theirs' })];
    await expect(world.undone(renamed)).rejects.toMatchObject({ refusal: 'precondition_failed' });
    const made = await world.end(world.write.create(world.question, body));
    world.tenant.links.push({ holder: app(5), policyId: 'made-1' });
    await expect(world.undone(made)).rejects.toThrow('Unassign it first');
  });

  it('leaves the policy of another alone that took the place', async () => {
    await world.end(world.write.assign(world.question, toApp5, {}));
    const unassigned = await world.end(world.write.unassign(world.question, toApp5));
    world.tenant.links.push({ holder: app(5), policyId: tokenPolicy(2).id });
    await expect(world.undone(unassigned)).rejects.toMatchObject({
      graphCode: 'Request_MultipleObjectsWithSameKeyValue',
    });
  });

  it('has nothing to do where it is so already', async () => {
    const made = await world.end(world.write.create(world.question, body));
    world.tenant.policies = [tokenPolicy(1)];
    const undone = await world.undone(made);
    expect(undone.result).toMatchObject({ applied: false, verified: true });
  });

  it('is not offered of an undo, or of what changed nothing', async () => {
    const renamed = await world.end(world.write.update(world.question, policyId, { displayName: 'One' }));
    const undone = await world.undone(renamed);
    await expect(world.undone(undone)).rejects.toThrow('changed nothing that can be put back');
    world.tenant.nextWrites = [rejected];
    const refused = await world.end(world.write.remove(world.question, policyId));
    await expect(world.undone(refused)).rejects.toThrow('changed nothing that can be put back');
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { refusal } from '../../../src/core/errors.ts';
import type { Claim, Via } from '../../../src/core/journal.ts';
import { claimOf, isReplay, runOnce } from '../../../src/core/operations/claims.ts';
import { allowList } from '../../../src/core/policies/allow-list.ts';
import { around, failing } from '../fakes/calls.ts';
import { virtualRuntime } from '../fakes/runtime.ts';
import { apiKey, coreWorld, type World } from '../fakes/world.ts';

const [policy, otherPolicy] = allowList.filter(({ preconditions, guided }) => preconditions.length === 0 && !guided);
const request = { keyId: 'key_1', method: 'POST', path: '/toggle', idempotencyKey: 'one', body: { a: 1, b: [2] } };

function claim(changes: Partial<typeof request> = {}): Claim {
  return claimOf(virtualRuntime(), { ...request, ...changes });
}

describe('claimOf', () => {
  it('is the same for the same request, in whatever order its fields stand', () => {
    expect(claim({ body: { b: [2], a: 1 } })).toEqual(claim());
  });

  it.each([
    ['API key', { keyId: 'key_2' }],
    ['method', { method: 'PUT' }],
    ['path', { path: '/contain' }],
    ['Idempotency-Key', { idempotencyKey: 'One' }],
  ])('stands for something else with another %s', (_what, changes) => {
    expect(claim(changes).id).not.toBe(claim().id);
    expect(claim(changes).fingerprint).toBe(claim().fingerprint);
  });

  it('cannot be shifted from one part into the next', () => {
    expect(claim({ path: '/toggle",one', idempotencyKey: ' ' }).id).not.toBe(claim().id);
    expect(claim({ path: '/a', idempotencyKey: 'b/c' }).id).not.toBe(claim({ path: '/a/b', idempotencyKey: 'c' }).id);
  });

  it('tells bodies apart', () => {
    expect(claim({ body: { a: 1, b: [3] } })).toMatchObject({ id: claim().id });
    expect(claim({ body: { a: 1, b: [3] } }).fingerprint).not.toBe(claim().fingerprint);
  });
});

describe('a request with a claim', () => {
  let world: World;

  beforeEach(() => {
    world = coreWorld();
  });

  function viaWith(of: Partial<typeof request>, requestId: string): Via {
    return { channel: 'rest', requestId, claim: claim(of) };
  }

  async function harden(via: Via, key = policy!.key, instance: Pick<World, 'harden'> = world) {
    const run = await runOnce(world.store, { actor: apiKey, via }, () => instance.harden.now(apiKey, via, key));
    const operation = await run.outcome;
    return { operation, replayed: isReplay(run, operation, via) };
  }

  it('acts once', async () => {
    const first = await harden(viaWith({}, 'first'));
    expect(first.replayed).toBe(false);
    expect(await harden(viaWith({}, 'second'))).toEqual({ operation: first.operation, replayed: true });
    expect(world.policies.writes).toHaveLength(1);
  });

  it('without one acts anew each time', async () => {
    const via: Via = { channel: 'rest', requestId: 'plain' };
    const [one, two] = [await harden(via), await harden(via)];
    expect(one.operation.id).not.toBe(two.operation.id);
    expect([one.replayed, two.replayed]).toEqual([false, false]);
  });

  it('is refused while the first one is under way, with the operation to look at', async () => {
    const first = harden(viaWith({}, 'first'));
    await world.runtime.sleep(50);
    const [{ id } = { id: '' }] = [...world.store.operations.values()];
    const refusal = { refusal: 'in_progress', operationId: id, retryAfterS: 1 };
    await expect(harden(viaWith({}, 'second'))).rejects.toMatchObject(refusal);
    expect((await first).operation).toMatchObject({ id, state: 'ended' });
  });

  it('joins itself when it comes twice at the same moment', async () => {
    const both = await Promise.all([harden(viaWith({}, 'first')), harden(viaWith({}, 'second'))]);
    expect(both.map(({ replayed }) => replayed).sort()).toEqual([false, true]);
    expect(world.policies.writes).toHaveLength(1);
  });

  it('stands for the operation it joined', async () => {
    const first = harden(viaWith({}, 'first'));
    const joined = await harden(viaWith({ idempotencyKey: 'two' }, 'second'));
    expect(joined).toEqual({ ...(await first), replayed: false });
    expect(await harden(viaWith({ idempotencyKey: 'two' }, 'third'))).toEqual({ ...joined, replayed: true });
  });

  it('stands for the operation it joined on another instance', async () => {
    const other = world.openInstance();
    const first = harden(viaWith({}, 'first'));
    const joined = await harden(viaWith({ idempotencyKey: 'two' }, 'second'), policy!.key, other);
    expect(joined.operation).toEqual((await first).operation);
    expect((await harden(viaWith({ idempotencyKey: 'two' }, 'third'))).replayed).toBe(true);
    expect(world.policies.writes).toHaveLength(1);
  });

  it.each([
    ['fails', undefined],
    ['does not answer', refusal('unavailable', 'Later.')],
  ])('is answered with what it joined even when the store %s to remember it', async (_how, thrown) => {
    const other = world.openInstance({ store: around(world.store, { before: failing('claim', 1, thrown) }) });
    const first = harden(viaWith({}, 'first'));
    const joined = await harden(viaWith({ idempotencyKey: 'two' }, 'second'), policy!.key, other);
    expect(joined.operation).toEqual((await first).operation);
  });

  it('acts for one of two bodies that come at the same moment', async () => {
    const bodies = [policy!.key, otherPolicy!.key];
    const ends = await Promise.allSettled(bodies.map((key, n) => harden(viaWith({ body: { a: n, b: [] } }, key), key)));
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { refusal: 'idempotency_mismatch' },
    });
    expect(world.policies.writes).toHaveLength(1);
    expect(world.store.leases.held()).toEqual([]);
  });

  it('is free again when it was refused before anything was written', async () => {
    world.access.grants.set(apiKey.keyId, { scopes: [] });
    await expect(harden(viaWith({}, 'first'))).rejects.toMatchObject({ refusal: 'not_allowed' });
    world.access.grants.set(apiKey.keyId, { scopes: ['policies:write'] });
    expect((await harden(viaWith({ body: { a: 2, b: [] } }, 'second'))).replayed).toBe(false);
  });
});

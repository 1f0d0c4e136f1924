import { beforeEach, describe, expect, it } from 'vitest';
import { type Operation, statusOf } from '../../src/core/operations/operation.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import type { PolicyEntry } from '../../src/core/policies/entry.ts';
import { isUndoable } from '../../src/core/undo.ts';
import { keyHolder } from './fakes/access.ts';
import { connection, tenantId } from './fakes/connections.ts';
import { consentMissing, graphDown } from './fakes/refusals.ts';
import { apiKey, coreWorld, hardener, rest, soc, viewer, type World } from './fakes/world.ts';

const guestInvites = named('guest_invites');
const nothingToPutBack = {
  refusal: 'precondition_failed',
  message: 'This operation changed nothing that can be put back.',
};

let world: World;

beforeEach(() => {
  world = coreWorld();
});

function named(key: string): PolicyEntry {
  return allowList.find((entry) => entry.key === key)!;
}

async function hardened(entry = guestInvites): Promise<Operation> {
  const { outcome } = await world.harden.now(apiKey, rest, entry.key);
  return outcome;
}

async function undone({ id }: Operation): Promise<Operation> {
  const { outcome } = await world.undo.now(apiKey, rest, id);
  return outcome;
}

describe('undo', () => {
  it('writes the captured value back', async () => {
    const original = await hardened();
    const operation = await undone(original);
    expect(operation).toMatchObject({
      verb: 'undo',
      of: original.id,
      result: { applied: true, verified: true, from: 'adminsAndGuestInviters', to: 'everyone', now: 'everyone' },
    });
    expect(statusOf(operation)).toBe('done');
    expect(world.policies.writes.at(-1)?.change).toEqual({ kind: 'restore', captured: original.before });
    expect(world.journal.typesOf(operation.id)).toEqual(['intent', 'outcome']);
  });

  it('restores a value that was never set', async () => {
    const entry = allowList.find(({ accepted }) => !accepted.includes(null))!;
    world.policies.put(entry, tenantId, null);
    const operation = await undone(await hardened(entry));
    expect(operation.result).toMatchObject({ applied: true, verified: true, from: entry.secure, to: null, now: null });
    expect(world.policies.valueOf(entry, tenantId)).toBeNull();
  });

  it('leaves the other settings of the document as they are now', async () => {
    const original = await hardened();
    const neighbour = allowList.find((entry) => entry.document === guestInvites.document && entry !== guestInvites)!;
    world.policies.put(neighbour, tenantId, neighbour.secure);
    await undone(original);
    expect(world.policies.valueOf(neighbour, tenantId)).toEqual(neighbour.secure);
  });

  it('also puts back what may have been written', async () => {
    world.policies.nextWrites = ['unknownApplied'];
    world.policies.nextReads = ['ok', graphDown, graphDown, graphDown, graphDown];
    const original = await hardened();
    expect(original.result).toMatchObject({ applied: false });
    expect((await undone(original)).result).toMatchObject({ applied: true, now: 'everyone' });
  });

  it('needs the store no more once its intent is durable', async () => {
    const original = await hardened();
    const failsAfterIntent = { ...world.store, find: failingOnceBegun() };
    const instance = world.openInstance({ store: failsAfterIntent });
    const { outcome } = await instance.undo.now(apiKey, rest, original.id);
    expect((await outcome).result).toMatchObject({ applied: true, verified: true });
  });

  function failingOnceBegun(): World['store']['find'] {
    return async (organization, id) => {
      const writing = [...world.store.operations.values()].some(({ state }) => state === 'running');
      if (writing) throw new Error('The disk is gone.');
      return world.store.find(organization, id);
    };
  }
});

describe('the three-way check', () => {
  it('does nothing when the value is back already', async () => {
    const original = await hardened();
    world.policies.put(guestInvites, tenantId, 'EVERYONE');
    const operation = await undone(original);
    expect(operation.steps.map(({ name, status }) => [name, status])).toEqual([
      ['write', 'skipped'],
      ['verify', 'ok'],
    ]);
    expect(operation.result).toMatchObject({ applied: false, verified: true });
    expect(world.policies.writes).toHaveLength(1);
  });

  it('refuses when somebody changed the value since, and says what it is now', async () => {
    const original = await hardened();
    world.policies.put(guestInvites, tenantId, 'none');
    const refusal = { refusal: 'precondition_failed', message: expect.stringContaining('it now reads Nobody.') };
    await expect(undone(original)).rejects.toMatchObject(refusal);
    await expect(world.undo.preview(hardener, soc, original.id)).rejects.toMatchObject(refusal);
    expect(world.policies.writes).toHaveLength(1);
    expect(world.store.leases.held()).toEqual([]);
  });

  it('names who changed it, where the audit log of the tenant can be read', async () => {
    const original = await hardened();
    world.policies.put(guestInvites, tenantId, 'none');
    const value = {
      at: Date.UTC(2026, 10, 22, 8, 14),
      activity: 'Update authorization policy',
      by: 'megan@contoso.com',
    };
    world.policies.change = { status: 'ok', value };
    await expect(undone(original)).rejects.toMatchObject({
      message: expect.stringContaining(
        'names megan@contoso.com as the last to change this policy, at 2026-11-22 08:14',
      ),
    });
    world.policies.change = { status: 'needsConsent', refusal: consentMissing };
    await expect(undone(original)).rejects.toMatchObject({ message: expect.not.stringContaining('audit log') });
  });

  it('is made again after the confirmation', async () => {
    const original = await hardened();
    const { operation } = await world.undo.preview(hardener, soc, original.id);
    world.policies.put(guestInvites, tenantId, 'none');
    const { outcome } = await world.presses.execute(hardener, soc, operation!.id);
    await expect(outcome).rejects.toMatchObject({ refusal: 'precondition_failed' });
    expect(world.policies.writes).toHaveLength(1);
  });
});

describe('there is nothing to put back', () => {
  it('of an operation that was refused by Graph', async () => {
    world.policies.nextWrites = [consentMissing];
    await expect(undone(await hardened())).rejects.toMatchObject(nothingToPutBack);
  });

  it('of an operation that found the setting secure', async () => {
    world.policies.put(guestInvites, tenantId, 'none');
    await expect(undone(await hardened())).rejects.toMatchObject(nothingToPutBack);
  });

  it('of an undo', async () => {
    const operation = await undone(await hardened());
    await expect(undone(operation)).rejects.toMatchObject(nothingToPutBack);
    expect(isUndoable(operation)).toBe(false);
  });

  it('of a proposal, or of a running operation', async () => {
    const { operation } = await world.harden.preview(hardener, soc, guestInvites.key);
    await expect(undone(operation!)).rejects.toMatchObject(nothingToPutBack);
    const original = await hardened();
    expect(isUndoable({ ...original, state: 'running' })).toBe(false);
  });
});

describe('a preview', () => {
  it('shows both values and stores a proposal', async () => {
    const original = await hardened();
    const preview = await world.undo.preview(hardener, soc, original.id);
    expect(preview).toMatchObject({ policy: guestInvites, original, from: 'adminsAndGuestInviters', to: 'everyone' });
    expect(preview.operation).toMatchObject({ state: 'proposed', verb: 'undo', of: original.id });
    const { outcome } = await world.presses.execute(hardener, soc, preview.operation!.id);
    expect((await outcome).result).toMatchObject({ applied: true, now: 'everyone' });
  });

  it('offers nothing when the value is back already', async () => {
    const original = await hardened();
    world.policies.put(guestInvites, tenantId, 'everyone');
    expect((await world.undo.preview(hardener, soc, original.id)).operation).toBeUndefined();
  });
});

describe('who may undo', () => {
  it('is nobody without the role of the original', async () => {
    const original = await hardened();
    const calls = world.policies.calls.length;
    await expect(world.undo.now(viewer, rest, original.id)).rejects.toMatchObject({ refusal: 'not_allowed' });
    expect(world.policies.calls).toHaveLength(calls);
    expect(world.journal.denials).toHaveLength(1);
  });

  it('is not a key for another connection', async () => {
    const original = await hardened();
    const key = keyHolder('narrow');
    world.access.grants.set(key.keyId, { scopes: ['policies:write'], connections: ['conn_two'] });
    await expect(world.undo.now(key, rest, original.id)).rejects.toMatchObject({ refusal: 'unknown_operation' });
  });

  it('does not learn of operations elsewhere', async () => {
    const original = await hardened();
    const stranger = { ...hardener, organization: 'org_other' };
    const unknown = { refusal: 'unknown_operation' };
    await expect(world.undo.now(stranger, rest, original.id)).rejects.toMatchObject(unknown);
    await expect(world.undo.now(hardener, rest, 'op_none')).rejects.toMatchObject(unknown);
    expect(world.journal.denials).toEqual([
      { actor: stranger, via: rest, verb: 'undo', why: 'unknown_operation' },
      { actor: hardener, via: rest, verb: 'undo', why: 'unknown_operation' },
    ]);
  });

  it('is nobody once the connection is gone', async () => {
    const original = await hardened();
    world.connections.all.splice(0, 1, connection('conn_two'));
    await expect(undone(original)).rejects.toMatchObject({ refusal: 'unknown_connection' });
  });
});

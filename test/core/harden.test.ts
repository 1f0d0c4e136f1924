import { beforeEach, describe, expect, it } from 'vitest';
import { statusOf } from '../../src/core/operations/operation.ts';
import { allowList } from '../../src/core/policies/allow-list.ts';
import type { PolicyEntry } from '../../src/core/policies/entry.ts';
import { keyHolder, organization } from './fakes/access.ts';
import { connection, tenantId } from './fakes/connections.ts';
import { noConditionalAccess, refused } from './fakes/policies.ts';
import { consentMissing, graphDown, notLicensed, rejected, throttled } from './fakes/refusals.ts';
import { apiKey, confirmTtlMs, coreWorld, hardener, nobody, rest, soc, viewer, type World } from './fakes/world.ts';

const securityDefaults = named('security_defaults');
const guestInvites = named('guest_invites');
const written = { name: 'write', status: 'ok' };
const skippedWrite = { name: 'write', status: 'skipped' };
const skippedVerify = { name: 'verify', status: 'skipped' };
const verified = { name: 'verify', status: 'ok' };

let world: World;

beforeEach(() => {
  world = coreWorld();
});

function named(key: string): PolicyEntry {
  return allowList.find((entry) => entry.key === key)!;
}

async function harden(entry: PolicyEntry) {
  const { outcome } = await world.harden.now(apiKey, rest, entry.key);
  const { id, steps, result, state } = await outcome;
  return { result, steps, status: statusOf({ state, steps }), rows: world.journal.typesOf(id) };
}

function result(facts: object) {
  return { kind: 'policy', applied: false, verified: false, needsReconsent: false, ...facts };
}

describe('nothing is written', () => {
  it('when the setting is secure already', async () => {
    world.policies.put(securityDefaults, tenantId, true);
    expect(await harden(securityDefaults)).toEqual({
      result: result({ verified: true, from: true, to: true, now: true }),
      steps: [skippedWrite, verified],
      status: 'done',
      rows: ['outcome'],
    });
    expect(world.policies.writes).toEqual([]);
  });

  it('when the value is stricter than ours', async () => {
    world.policies.put(guestInvites, tenantId, 'none');
    expect(await harden(guestInvites)).toMatchObject({
      result: result({ verified: true, from: 'none', to: 'adminsAndGuestInviters', now: 'none' }),
      steps: [skippedWrite, verified],
      status: 'done',
    });
    expect(world.policies.valueOf(guestInvites, tenantId)).toBe('none');
  });

  it.each([consentMissing, notLicensed])(
    'when the before-state is unreadable: $status is a result',
    async (refusal) => {
      world.policies.nextReads = [refusal];
      expect(await harden(securityDefaults)).toEqual({
        result: result({ needsReconsent: refusal.needsReconsent, from: null, to: true }),
        steps: [{ name: 'read', status: 'failed', refusal }, skippedWrite, skippedVerify],
        status: 'failed',
        rows: ['outcome'],
      });
      expect(world.policies.writes).toEqual([]);
    },
  );

  it.each([
    ['graph_failed', graphDown, {}],
    ['throttled', throttled, { retryAfterS: 17 }],
  ])('when the before-state is unreadable: %s is a refusal', async (code, refusal, facts) => {
    world.policies.nextReads = [refusal];
    await expect(harden(securityDefaults)).rejects.toMatchObject({ refusal: code, ...facts });
    expectUntouched();
  });

  it('when the before-state lacks the setting', async () => {
    world.policies.documents.set(`${tenantId}${securityDefaults.document}`, { id: 'policy' });
    await expect(harden(securityDefaults)).rejects.toMatchObject({ refusal: 'graph_failed' });
    expectUntouched();
  });

  it.each([
    [1, '1 Conditional Access policy is on'],
    [3, '3 Conditional Access policies are on'],
  ])('when Conditional Access is on: %i', async (enabled, words) => {
    world.policies.conditionalAccess = { status: 'ok', value: { ...noConditionalAccess, total: 5, enabled } };
    await expect(harden(securityDefaults)).rejects.toMatchObject({
      refusal: 'precondition_failed',
      message: expect.stringContaining(words),
    });
    expectUntouched();
  });

  it.each([consentMissing, notLicensed, graphDown])('when Conditional Access is $status', async (refusal) => {
    world.policies.conditionalAccess = refused(refusal);
    await expect(harden(securityDefaults)).rejects.toMatchObject({
      refusal: 'precondition_failed',
      message: expect.stringContaining('could not be read'),
    });
    expectUntouched();
  });
});

describe('a write', () => {
  it('that took effect is applied and verified', async () => {
    expect(await harden(securityDefaults)).toEqual({
      result: result({ applied: true, verified: true, from: false, to: true, now: true }),
      steps: [written, verified],
      status: 'done',
      rows: ['intent', 'outcome'],
    });
    expect(world.policies.writes).toEqual([
      { tenantId, key: 'security_defaults', change: { kind: 'secure' }, answer: 'ok' },
    ]);
  });

  it.each([consentMissing, rejected])(
    'refused by Graph with $reason is not applied, and not read again',
    async (refusal) => {
      world.policies.nextWrites = [refusal];
      expect(await harden(securityDefaults)).toEqual({
        result: result({ needsReconsent: refusal.needsReconsent, from: false, to: true }),
        steps: [{ name: 'write', status: 'failed', refusal }, skippedVerify],
        status: 'failed',
        rows: ['intent', 'outcome'],
      });
      expect(world.policies.calls.at(-1)).toBe(`PATCH ${securityDefaults.document}`);
    },
  );

  it('without an answer is applied when a re-read shows it', async () => {
    world.policies.nextWrites = ['unknownApplied'];
    expect(await harden(securityDefaults)).toMatchObject({
      result: result({ applied: true, verified: true, from: false, to: true, now: true }),
      steps: [written, verified],
      status: 'done',
    });
  });

  it('without an answer and without evidence is not known, and not said to be applied', async () => {
    world.policies.nextWrites = ['unknownNotApplied'];
    expect(await harden(securityDefaults)).toMatchObject({
      result: result({ from: false, to: true, now: false }),
      steps: [
        { name: 'write', status: 'unknown' },
        { name: 'verify', status: 'failed' },
      ],
      status: 'unknown',
    });
  });

  it('is verified once the old value is no longer read', async () => {
    world.policies.staleReads = 3;
    expect(await harden(securityDefaults)).toMatchObject({
      result: { applied: true, verified: true, now: true },
      steps: [written, verified],
    });
    expect(rereads()).toBe(4);
  });

  it('that is accepted and never seen is applied, not verified', async () => {
    world.policies.staleReads = 4;
    expect(await harden(securityDefaults)).toMatchObject({
      result: result({ applied: true, from: false, to: true, now: false }),
      steps: [written, { name: 'verify', status: 'failed' }],
      status: 'partial',
    });
    expect(rereads()).toBe(4);
  });

  it('that is accepted and cannot be re-read is applied, and its verification is unknown', async () => {
    world.policies.nextReads = ['ok', graphDown, graphDown, graphDown, graphDown];
    const { result: found, ...rest } = await harden(securityDefaults);
    expect(found).toEqual(result({ applied: true, from: false, to: true }));
    expect(rest).toEqual({
      steps: [written, { name: 'verify', status: 'unknown', refusal: graphDown }],
      status: 'unknown',
      rows: ['intent', 'outcome'],
    });
  });

  it('without an answer that cannot be re-read is not said to be applied', async () => {
    world.policies.nextWrites = ['unknownApplied'];
    world.policies.nextReads = ['ok', graphDown, graphDown, graphDown, graphDown];
    expect(await harden(securityDefaults)).toMatchObject({
      result: result({ from: false, to: true }),
      status: 'unknown',
    });
  });

  it('keeps the whole document as it was before', async () => {
    const { draft, outcome } = await world.harden.now(apiKey, rest, guestInvites.key);
    await outcome;
    const before = world.store.operations.get(draft.id)?.before;
    expect(before).toMatchObject({ id: 'authorizationPolicy', allowInvitesFrom: 'everyone' });
  });

  it('queues the cards of the setting and of the posture for an edit', async () => {
    await harden(securityDefaults);
    expect(world.store.queued).toEqual([['conn_one/policy/security_defaults', 'conn_one/posture']]);
  });
});

describe('a preview', () => {
  it('stores a proposal that runs out, and writes nothing to the tenant', async () => {
    const { operation, from } = await world.harden.preview(hardener, soc, 'security_defaults');
    expect(from).toBe(false);
    expect(operation).toMatchObject({
      state: 'proposed',
      requestedBy: hardener,
      via: soc,
      connection: { id: 'conn_one', tenantId },
      target: { kind: 'policy', id: 'security_defaults', label: securityDefaults.title },
    });
    expect(operation!.expiresAt - operation!.createdAt).toBe(confirmTtlMs);
    expect(world.journal.typesOf(operation!.id)).toEqual(['proposed']);
    expect(world.policies.writes).toEqual([]);
  });

  it('offers nothing where nothing is to be done', async () => {
    world.policies.put(guestInvites, tenantId, 'none');
    expect(await world.harden.preview(hardener, soc, guestInvites.key)).toEqual({
      policy: guestInvites,
      connection: connection('conn_one'),
      from: 'none',
      to: guestInvites.secure,
    });
    expect(world.journal.rows).toEqual([]);
  });

  it('offers nothing that would be wrong now', async () => {
    world.policies.conditionalAccess = { status: 'ok', value: { ...noConditionalAccess, total: 1, enabled: 1 } };
    const preview = world.harden.preview(hardener, soc, 'security_defaults');
    await expect(preview).rejects.toMatchObject({ refusal: 'precondition_failed' });
    expect(world.store.operations.size).toBe(0);
  });
});

describe('who may harden', () => {
  it.each([
    ['a person without a role', nobody, 'not_allowed'],
    ['a viewer', viewer, 'not_allowed'],
    ['a key nobody knows', keyHolder('revoked'), 'not_allowed'],
  ])('is not %s: denied, journaled, nothing read', async (_who, actor, refusal) => {
    await expect(world.harden.now(actor, rest, 'security_defaults')).rejects.toMatchObject({ refusal });
    await expect(world.harden.preview(actor, soc, 'security_defaults')).rejects.toMatchObject({ refusal });
    expect(world.journal.denials.map(({ verb, why }) => [verb, why])).toEqual([
      ['harden', refusal],
      ['harden', refusal],
    ]);
    expect(world.policies.calls).toEqual([]);
  });

  it('is nobody of an organization without Policy Management', async () => {
    world.access.entitlements.set(organization, []);
    await expect(harden(securityDefaults)).rejects.toMatchObject({ refusal: 'not_entitled' });
    expect(world.policies.calls).toEqual([]);
  });

  it('is a key on its own connections only, and on the oldest of those when it names none', async () => {
    const key = keyHolder('narrow');
    world.connections.all.push(connection('conn_two', { createdAt: 1, tenantId: 'tenant-two' }));
    world.access.grants.set(key.keyId, { scopes: ['policies:write'], connections: ['conn_two'] });
    const other = world.harden.now(key, rest, 'security_defaults', 'conn_one');
    await expect(other).rejects.toMatchObject({ refusal: 'unknown_connection' });
    expect(world.policies.calls).toEqual([]);
    const { outcome } = await world.harden.now(key, rest, 'security_defaults');
    expect(await outcome).toMatchObject({ connection: { id: 'conn_two', tenantId: 'tenant-two' } });
  });
});

it.each(['', '__proto__', 'security_defaults ', 'none'])('knows no policy called %j', async (key) => {
  await expect(world.harden.now(apiKey, rest, key)).rejects.toMatchObject({ refusal: 'unknown_policy' });
});

it('names the policy that was probably meant', async () => {
  await expect(world.harden.now(apiKey, rest, 'guest_invite')).rejects.toThrow('Did you mean guest_invites');
});

it('says what to do when nothing is connected', async () => {
  world.connections.all.length = 0;
  await expect(harden(securityDefaults)).rejects.toMatchObject({ refusal: 'not_connected' });
});

function expectUntouched() {
  expect(world.policies.writes).toEqual([]);
  expect(world.journal.rows).toEqual([]);
  expect(world.store.operations.size).toBe(0);
  expect(world.store.leases.held()).toEqual([]);
}

function rereads(): number {
  const { calls } = world.policies;
  return calls.length - 1 - calls.findIndex((call) => call.startsWith('PATCH'));
}

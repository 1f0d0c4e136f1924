import { beforeEach, describe, expect, it } from 'vitest';
import type { GraphRefusal } from '../../../src/core/graph-answers.ts';
import { statusOf } from '../../../src/core/operations/operation.ts';
import { tenantId } from '../fakes/connections.ts';
import type { ScriptedWrite } from '../fakes/policies.ts';
import { consentMissing, graphDown, throttled } from '../fakes/refusals.ts';
import { detection, listing } from '../fakes/signals.ts';
import {
  containKey,
  privilegedKey,
  responder,
  rest,
  soc,
  type ThreatWorld,
  threatWorld,
  viewer,
} from '../fakes/threat-world.ts';
import { idOf, userAdministrator } from '../fakes/users.ts';

const alex = idOf('alex');
const reason = 'Signed in from two countries';
const privilegedTarget: GraphRefusal = { status: 'error', reason: 'privilegedTarget', needsReconsent: false };
const notFound: GraphRefusal = { status: 'error', reason: 'notFound', needsReconsent: false };

let world: ThreatWorld;

beforeEach(() => {
  world = threatWorld();
});

async function contain(user = 'alex@contoso.com', key = containKey) {
  const { outcome } = await world.contain.now(key, rest, { user });
  return outcome;
}

const writesSent = () => world.users.writes.map(({ name, userId }) => `${name} ${userId}`);
const account = () => world.users.accounts.get(alex)!;

describe('containing a user', () => {
  it('turns the account off, ends its sessions, and sees both', async () => {
    const operation = await contain();
    expect(operation).toMatchObject({
      verb: 'contain',
      target: { kind: 'user', id: alex, label: 'alex@contoso.com' },
      before: { accountEnabled: true, sessionsValidFrom: 'long ago', guest: false, synced: false },
      steps: [
        { name: 'disable', status: 'ok' },
        { name: 'revoke', status: 'ok' },
      ],
      result: {
        kind: 'containment',
        disabled: true,
        sessionsRevoked: true,
        needsReconsent: false,
        wasEnabled: true,
        verified: { disabled: true, sessionsRevoked: true },
      },
    });
    expect(statusOf(operation)).toBe('done');
    expect(writesSent()).toEqual([`disable ${alex}`, `revokeSessions ${alex}`]);
    expect(world.journal.typesOf(operation.id)).toEqual(['intent', 'outcome']);
  });

  it('that is off already is no error, and nothing that release may take back', async () => {
    world.users.add('alex', { accountEnabled: false });
    expect((await contain()).result).toMatchObject({ disabled: true, sessionsRevoked: true, wasEnabled: false });
    await expect(world.release.preview(responder, soc, { user: alex })).rejects.toMatchObject({
      refusal: 'precondition_failed',
    });
  });

  it('keeps what a guest or a synced account means for it', async () => {
    world.users.add('alex', { guest: true, synced: true });
    expect((await contain()).result).toMatchObject({ guest: true, synced: true });
  });

  it('looks for the effect until Graph has replicated it', async () => {
    world.users.staleReads = 2;
    const started = world.runtime.now();
    expect((await contain()).result).toMatchObject({ verified: { disabled: true, sessionsRevoked: true } });
    expect(world.runtime.now() - started).toBeGreaterThan(2_000);
  });

  it('claims what Graph accepted, and not that it was seen', async () => {
    world.users.staleReads = 9;
    expect((await contain()).result).toMatchObject({
      disabled: true,
      sessionsRevoked: true,
      verified: { disabled: false, sessionsRevoked: false },
    });
  });

  it('knows no user of that name, and no name that is none', async () => {
    await expect(contain('nobody@contoso.com')).rejects.toMatchObject({ refusal: 'unknown_user' });
    await expect(contain('../policies/x')).rejects.toMatchObject({ refusal: 'invalid_request' });
    expect(world.users.writes).toEqual([]);
  });

  it('answers missing consent to look the user up as a result', async () => {
    world.users.nextFinds = [consentMissing, consentMissing];
    const operation = await contain();
    expect(operation).toMatchObject({
      state: 'ended',
      steps: [{ name: 'read', status: 'failed' }, { status: 'skipped' }, { status: 'skipped' }],
      result: { disabled: false, sessionsRevoked: false, needsReconsent: true },
    });
    expect(world.users.writes).toEqual([]);
  });

  it('writes to nobody when consent came back between the two looks', async () => {
    world.users.nextFinds = [consentMissing];
    await expect(contain()).rejects.toMatchObject({ refusal: 'graph_failed' });
    expect(world.users.writes).toEqual([]);
  });

  it.each([
    ['graph_failed', graphDown],
    ['throttled', throttled],
  ])('is refused when the user cannot be read: %s', async (code, refusal) => {
    world.users.nextFinds = [refusal];
    await expect(contain()).rejects.toMatchObject({ refusal: code });
  });

  it('needs the right scope and both entitlements', async () => {
    await expect(world.contain.now(viewer, soc, { user: alex })).rejects.toMatchObject({ refusal: 'not_allowed' });
    world.access.entitlements.set(containKey.organization, ['threatAlerts']);
    await expect(contain()).rejects.toMatchObject({ refusal: 'not_entitled' });
    expect(world.users.writes).toEqual([]);
  });

  it('of one user by many callers is one pair of writes and one answer', async () => {
    const callers = Array.from({ length: 30 }, () => contain());
    const operations = await Promise.all(callers);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(1);
    expect(writesSent()).toEqual([`disable ${alex}`, `revokeSessions ${alex}`]);
  });

  it('shares a refusal only with the same caller', async () => {
    world.users.add('alex', { roles: [userAdministrator] });
    const [refused, allowed] = await Promise.allSettled([contain(alex, containKey), contain(alex, privilegedKey)]);
    expect(refused).toMatchObject({ status: 'rejected', reason: { refusal: 'approval_required' } });
    expect(allowed).toMatchObject({ status: 'fulfilled', value: { result: { disabled: true } } });
  });
});

type Ways = readonly (readonly [string, ScriptedWrite, boolean])[];

/** What a write can meet, and whether it takes effect. */
const ways: Ways = [
  ['ok', 'ok', true],
  ['403 consent', consentMissing, false],
  ['403 privileged', privilegedTarget, false],
  ['404', notFound, false],
  ['429', throttled, false],
  ['503', graphDown, false],
  ['cut before', 'unknownNotApplied', false],
  ['cut after', 'unknownApplied', true],
];
const pairs = ways.flatMap((disable) => ways.map((revoke) => [disable, revoke] as const));

function statusOfWay(way: ScriptedWrite): string {
  if (way === 'ok' || way === 'unknownApplied') return 'ok';
  return way === 'unknownNotApplied' ? 'unknown' : 'failed';
}

describe('each write is told apart', () => {
  it.each(pairs)('disable meets %s, revoke meets %s', async ([, disable, off], [, revoke, revoked]) => {
    world.users.next.disable = [disable];
    world.users.next.revokeSessions = [revoke];
    const { result, steps } = await contain();
    expect(result).toMatchObject({
      disabled: off,
      sessionsRevoked: revoked,
      needsReconsent: disable === consentMissing || revoke === consentMissing,
      verified: { disabled: off, sessionsRevoked: revoked },
    });
    expect(steps.map(({ name, status }) => [name, status])).toEqual([
      ['disable', statusOfWay(disable)],
      ['revoke', statusOfWay(revoke)],
    ]);
    expect([account().accountEnabled, account().sessionsValidFrom === 'long ago']).toEqual([!off, !revoked]);
    expect(world.users.writes).toHaveLength(2);
  });
});

describe('the confirmation', () => {
  it('shows the user, what was found, and waits for a press with a reason', async () => {
    world.signals.riskDetections = listing(
      detection('old', alex, '2026-01-01T00:00:00Z'),
      detection('new', alex, '2026-02-01T00:00:00Z'),
      detection('other', 'somebody', '2026-03-01T00:00:00Z'),
    );
    const preview = await world.contain.preview(responder, soc, { user: 'alex@contoso.com' });
    expect(preview).toMatchObject({ user: { id: alex }, operation: { state: 'proposed' } });
    expect(preview.detections.map(({ id }) => id)).toEqual(['new', 'old']);
    const { id } = preview.operation!;
    await expect(world.presses.execute(responder, soc, id)).rejects.toMatchObject({ refusal: 'invalid_request' });
    const { outcome } = await world.presses.execute(responder, soc, id, reason);
    expect(await outcome).toMatchObject({ id, reason, result: { disabled: true } });
  });

  it('waits for what was found as long as the answer may take, and no longer', async () => {
    const found = listing(detection('new', alex, '2026-02-01T00:00:00Z'));
    const asked = { user: 'alex@contoso.com' };
    const foundAfter = async (ms: number, foundBy?: number) => {
      world.signals.readDetectionsOf = async () => world.runtime.sleep(ms).then(() => found);
      const more = foundBy === undefined ? {} : { foundBy };
      return (await world.contain.preview(responder, soc, { ...asked, ...more })).detections.length;
    };
    expect(await foundAfter(2_200)).toBe(1);
    expect(await foundAfter(4_000)).toBe(0);
    expect(await foundAfter(2_200, world.runtime.now() + 1_000)).toBe(0);
    expect(await foundAfter(1, world.runtime.now() - 1)).toBe(0);
  });

  it('says why a protected account or one’s own is not touched', async () => {
    const ownAccount = world.users.add('own', { id: responder.oid });
    world.connections.all[0] = { ...world.connections.all[0]!, tenantId: responder.tenantId };
    const own = await world.contain.preview(responder, soc, { user: ownAccount.userPrincipalName });
    expect(own.blocked).toMatch(/your own account/);
    expect(own.operation).toBeUndefined();
    const protectedOne = await world.contain.preview(responder, soc, { user: 'break-glass@contoso.com' });
    expect(protectedOne.blocked).toMatch(/protected/);
    expect(world.store.operations.size).toBe(0);
  });
});

describe('trying the rest again', () => {
  async function partly() {
    world.users.next.revokeSessions = [graphDown];
    return contain();
  }

  it('sends only what failed', async () => {
    const first = await partly();
    world.users.writes.length = 0;
    const { outcome } = await world.contain.retry(responder, soc, first.id);
    expect(await outcome).toMatchObject({
      of: first.id,
      steps: [{ name: 'revoke', status: 'ok' }],
      result: { disabled: true, sessionsRevoked: true },
    });
    expect(writesSent()).toEqual([`revokeSessions ${alex}`]);
  });

  it('leaves the account releasable', async () => {
    const first = await partly();
    await (await world.contain.retry(responder, soc, first.id)).outcome;
    const { original } = await world.release.preview(responder, soc, { user: alex });
    expect(original?.id).toBe(first.id);
  });

  it('keeps what the first try did when it does the rest', async () => {
    world.users.next.disable = [graphDown];
    const first = await contain();
    const { outcome } = await world.contain.retry(responder, soc, first.id);
    expect((await outcome).result).toMatchObject({ disabled: true, sessionsRevoked: true, wasEnabled: true });
  });

  it('is over once it was done', async () => {
    const first = await partly();
    await (await world.contain.retry(responder, soc, first.id)).outcome;
    await expect(world.contain.retry(responder, soc, first.id)).rejects.toMatchObject({
      refusal: 'precondition_failed',
    });
    const whole = await contain();
    await expect(world.contain.retry(responder, soc, whole.id)).rejects.toMatchObject({
      refusal: 'precondition_failed',
    });
  });

  it('is refused to who may not contain, whether or not something is left to do, and recorded', async () => {
    for (const { id } of [await partly(), await contain()]) {
      await expect(world.contain.retry(viewer, soc, id)).rejects.toMatchObject({ refusal: 'not_allowed' });
    }
    const denial = { actor: viewer, via: soc, verb: 'contain', why: 'not_allowed' };
    expect(world.journal.denials).toEqual([denial, denial]);
  });

  it('of an operation that was made up is recorded', async () => {
    await expect(world.contain.retry(responder, soc, 'op_none')).rejects.toMatchObject({
      refusal: 'unknown_operation',
    });
    expect(world.journal.denials).toEqual([{ actor: responder, via: soc, verb: 'contain', why: 'unknown_operation' }]);
  });
});

it('names the target by tenant and object id in its lock', async () => {
  const operation = await contain();
  expect(operation.connection.tenantId).toBe(tenantId);
  expect(world.store.leases.held()).toEqual([]);
});

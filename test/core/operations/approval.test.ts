import { beforeEach, describe, expect, it } from 'vitest';
import { actorId, type Person } from '../../../src/core/actors.ts';
import type { Via } from '../../../src/core/journal.ts';
import type { Operation } from '../../../src/core/operations/operation.ts';
import { graphDown } from '../fakes/refusals.ts';
import {
  approvalTtlMs,
  approver,
  boss,
  elsewhere,
  oneToOne,
  otherApprover,
  privilegedKey,
  responder,
  rest,
  soc,
  type ThreatWorld,
  threatWorld,
  viewer,
} from '../fakes/threat-world.ts';
import { userAdministrator } from '../fakes/users.ts';

let world: ThreatWorld;

beforeEach(() => {
  world = threatWorld({ home: true });
  for (const name of ['alex', 'boss']) world.users.add(name, { roles: [userAdministrator] });
});

/** A request for approval of containing somebody with a directory role. */
async function requested(asker: Person = responder, via: Via = soc, user = 'alex@contoso.com'): Promise<Operation> {
  const { operation } = await world.contain.preview(asker, via, { user });
  const { outcome } = await world.presses.execute(asker, via, operation!.id, 'Seen signing in from Lagos');
  return outcome;
}

async function expectNothing(press: Promise<unknown>, refusal: string) {
  await expect(press).rejects.toMatchObject({ refusal });
  expect(world.users.writes).toEqual([]);
}

async function approve(id: string, by: Person = approver, via: Via = soc) {
  const { outcome } = await world.decide.approve(by, via, id);
  return outcome;
}

describe('a request for approval', () => {
  it('stands in the conversation where it was asked, with its reason and an expiry', async () => {
    const asked = await requested();
    expect(asked).toMatchObject({
      state: 'awaitingApproval',
      reason: 'Seen signing in from Lagos',
      approval: { conversation: 'soc', why: expect.stringMatching(/directory role.*second person/) },
    });
    expect(asked.expiresAt - world.clock.now()).toBeGreaterThan(approvalTtlMs - 1_000);
    expect(world.journal.typesOf(asked.id)).toEqual(['proposed', 'approvalRequested']);
    expect(world.store.leases.held()).toEqual([]);
    expect(world.users.writes).toEqual([]);
  });

  it('from a 1:1 chat stands in the operators’ conversation', async () => {
    expect((await requested(responder, oneToOne)).approval?.conversation).toBe('soc');
    expect(world.store.sent).toMatchObject([{ conversationId: 'soc', askedBy: responder.oid }]);
  });

  it('cannot stand where nobody is', async () => {
    world.conversations.all.splice(0, 1);
    await expect(requested(responder, oneToOne)).rejects.toMatchObject({
      refusal: 'approval_required',
      message: expect.stringContaining('approve operators'),
    });
  });

  it('is asked once, however often its button is pressed', async () => {
    const asked = await requested();
    const again = await world.presses.execute(responder, soc, asked.id, 'Another reason altogether');
    expect(await again.outcome).toEqual(asked);
  });

  it('is asked for by nobody over REST', async () => {
    await expectNothing(
      world.contain
        .now({ ...privilegedKey, keyId: 'key_contain' }, rest, { user: 'alex@contoso.com' })
        .then((run) => run.outcome),
      'approval_required',
    );
    expect(world.store.operations.size).toBe(0);
  });

  it('can be taken back by who asked', async () => {
    const { id } = await requested();
    expect((await world.presses.cancel(responder, soc, id)).state).toBe('cancelled');
    await expectNothing(approve(id), 'precondition_failed');
  });
});

describe('an approval', () => {
  it('runs what was asked for, and is named in the journal', async () => {
    const asked = await requested();
    const ended = await approve(asked.id);
    expect(ended).toMatchObject({
      id: asked.id,
      reason: asked.reason,
      requestedBy: responder,
      approvedBy: approver,
      result: { disabled: true, sessionsRevoked: true },
    });
    expect(world.journal.typesOf(asked.id)).toEqual(['proposed', 'approvalRequested', 'intent', 'outcome']);
    expect(world.journal.rows.find(({ type }) => type === 'intent')?.detail).toMatchObject({
      approvedBy: actorId(approver),
    });
  });

  it('works once', async () => {
    const { id } = await requested();
    await Promise.all([approve(id), approve(id, otherApprover)]);
    expect(await approve(id)).toMatchObject({ state: 'ended' });
    expect(world.users.writes).toHaveLength(2);
  });

  it('is not given by who asked', async () => {
    const { id } = await requested(boss);
    await expectNothing(approve(id, boss), 'not_allowed');
    expect(world.journal.denials.at(-1)).toMatchObject({ verb: 'approve', why: 'own_request' });
  });

  it('is not given by who asked, who hears that also where a role is missing', async () => {
    const { id } = await requested();
    await expect(approve(id, responder)).rejects.toMatchObject({ message: expect.stringContaining('asked for this') });
    expect(world.journal.denials.at(-1)).toMatchObject({ verb: 'approve', why: 'own_request' });
  });

  it('is not given by whom it is about', async () => {
    const { id } = await requested(responder, soc, 'boss@contoso.com');
    await expectNothing(approve(id, boss), 'not_allowed');
    expect(world.journal.denials.at(-1)).toMatchObject({ why: 'own_account' });
  });

  it.each([responder, viewer])('is not given by $name', async (person) => {
    const { id } = await requested();
    await expectNothing(approve(id, person), 'not_allowed');
  });

  it('is not given in another conversation', async () => {
    const { id } = await requested();
    await expectNothing(approve(id, approver, elsewhere), 'not_allowed');
    expect(world.journal.denials.at(-1)).toMatchObject({ why: 'wrong_conversation' });
  });

  it('is not given by somebody of another organization', async () => {
    const { id } = await requested();
    await expectNothing(approve(id, { ...approver, organization: 'org_other' }), 'unknown_operation');
  });

  it('is not given by somebody of another tenant', async () => {
    const { id } = await requested();
    await expectNothing(approve(id, { ...approver, tenantId: 'another' }), 'not_allowed');
    expect(world.journal.denials.at(-1)).toMatchObject({ why: 'wrong_tenant' });
  });

  it('is not given after its time', async () => {
    const { id } = await requested();
    world.clock.offsetMs += approvalTtlMs;
    const ranOut = 'This request ran out. Start again.';
    await expect(approve(id)).rejects.toMatchObject({ refusal: 'precondition_failed', message: ranOut });
    await world.store.expire();
    await expectNothing(approve(id), 'precondition_failed');
    expect(world.journal.denials.map(({ why }) => why)).toEqual(['expired', 'expired']);
  });

  it('is worth nothing when who asked may no longer ask', async () => {
    const { id } = await requested();
    world.access.roles.delete(responder.oid);
    await expectNothing(approve(id), 'not_allowed');
  });

  it('is worth nothing when the approver lost the role while waiting for the lock', async () => {
    const { id } = await requested();
    const lock: ThreatWorld['store']['lock'] = (key, holder) => {
      world.access.roles.delete(approver.oid);
      return world.store.lock(key, holder);
    };
    const { decide } = world.openInstance({ store: { ...world.store, lock } });
    const { outcome } = await decide.approve(approver, soc, id);
    await expectNothing(outcome, 'not_allowed');
  });

  it('does not open a protected account', async () => {
    const { id } = await requested();
    world = Object.assign(world, world.openInstance({ listed: [{ kind: 'upn', upn: 'alex@contoso.com' }] }));
    await expectNothing(approve(id), 'protected_target');
  });

  it('can be given again after Graph could not be read', async () => {
    const { id } = await requested();
    world.users.nextFinds = [graphDown];
    await expectNothing(approve(id), 'graph_failed');
    expect((await approve(id)).result).toMatchObject({ disabled: true });
  });
});

describe('a denial', () => {
  it('ends the request', async () => {
    const { id } = await requested();
    expect(await world.decide.deny(approver, soc, id)).toMatchObject({ state: 'denied', deniedBy: approver });
    await expectNothing(approve(id), 'precondition_failed');
    expect(world.journal.denials).toMatchObject([{ actor: approver, verb: 'approve', why: 'denied' }]);
    expect(world.journal.typesOf(id)).toEqual(['proposed', 'approvalRequested', 'approvalDenied']);
  });

  it('is not for who may not approve', async () => {
    const { id } = await requested();
    await expectNothing(world.decide.deny(viewer, soc, id), 'not_allowed');
    expect(await world.store.find(viewer.organization, id)).toMatchObject({ state: 'awaitingApproval' });
  });

  it('changes nothing that was approved before', async () => {
    const { id } = await requested();
    await approve(id);
    expect(await world.decide.deny(approver, soc, id)).toMatchObject({ state: 'ended' });
  });
});

describe('every verb that a setting names', () => {
  it('takes two people, whatever its target', async () => {
    world = threatWorld({ verbs: ['contain'] });
    expect((await requested()).approval?.why).toMatch(/always takes two people/);
  });
});

describe('beyond the cap', () => {
  const limits = [{ most: 2, withinMs: 600_000 }];

  it('one more takes a second person, from that conversation only', async () => {
    world = threatWorld({ limits });
    for (const name of ['one', 'two', 'three', 'four']) world.users.add(name);
    for (const name of ['one', 'two'])
      expect((await requested(responder, soc, `${name}@contoso.com`)).state).toBe('ended');
    const third = await requested(responder, soc, 'three@contoso.com');
    expect(third).toMatchObject({
      state: 'awaitingApproval',
      approval: { why: expect.stringContaining('2 in 10 minutes') },
    });
    expect((await requested(responder, elsewhere, 'four@contoso.com')).state).toBe('ended');
    expect((await approve(third.id)).state).toBe('ended');
  });

  it('holds a key as well, unless its scope takes the second person’s place', async () => {
    world = threatWorld({ limits });
    for (const name of ['one', 'two', 'three']) world.users.add(name);
    const contain = async (name: string, keyId: string) =>
      (await world.contain.now({ ...privilegedKey, keyId }, rest, { user: `${name}@contoso.com` })).outcome;
    for (const name of ['one', 'two']) await contain(name, 'key_contain');
    await expect(contain('three', 'key_contain')).rejects.toMatchObject({ refusal: 'approval_required' });
    expect((await contain('three', 'key_privileged')).state).toBe('ended');
  });

  it('is over when the time is', async () => {
    world = threatWorld({ limits });
    for (const name of ['one', 'two', 'three']) world.users.add(name);
    for (const name of ['one', 'two']) await requested(responder, soc, `${name}@contoso.com`);
    world.clock.offsetMs += 600_000;
    expect((await requested(responder, soc, 'three@contoso.com')).state).toBe('ended');
  });
});

import { beforeEach, describe, expect, it } from 'vitest';
import { guardUser } from '../../../src/core/containment/guards.ts';
import { graphDown } from '../fakes/refusals.ts';
import {
  approver,
  containKey,
  privilegedKey,
  responder,
  rest,
  soc,
  type ThreatWorld,
  threatWorld,
} from '../fakes/threat-world.ts';
import { globalAdmin, idOf, userAdministrator } from '../fakes/users.ts';

let world: ThreatWorld;

beforeEach(() => {
  world = threatWorld();
});

async function contain(user: string, key = privilegedKey) {
  const { outcome } = await world.contain.now(key, rest, { user });
  return outcome;
}

async function expectRefused(user: string, refusal: string, key = privilegedKey) {
  await expect(contain(user, key)).rejects.toMatchObject({ refusal });
  expect(world.users.writes).toEqual([]);
  expect(world.store.leases.held()).toEqual([]);
}

describe('a protected account is never touched', () => {
  it.each([
    idOf('break-glass'),
    idOf('break-glass').toUpperCase(),
    'break-glass@contoso.com',
    'BREAK-GLASS@CONTOSO.COM',
  ])('as %s', (user) => expectRefused(user, 'protected_target'));

  it('whatever its name is now', async () => {
    world.users.add('break-glass', { userPrincipalName: 'renamed@contoso.com' });
    await expectRefused('renamed@contoso.com', 'protected_target');
  });

  it('when it is listed by a name that it had when it was looked up', async () => {
    world = threatWorld({ listed: [{ kind: 'upn', upn: 'alex@contoso.com' }] });
    await world.protection.refresh(world.connections.all);
    world.users.add('alex', { userPrincipalName: 'alex.new@contoso.com' });
    await world.runtime.sleep(3_600_000);
    await world.protection.refresh(world.connections.all);
    await expectRefused('alex.new@contoso.com', 'protected_target');
    expect(world.protection.unresolved()).toEqual([1]);
  });

  it('when it is in a protected group', async () => {
    world = threatWorld({ listed: [{ kind: 'group', id: 'g1' }] });
    world.users.add('alex', { groups: ['g1'] });
    await expectRefused('alex@contoso.com', 'protected_target');
  });

  it('and nobody is, as long as the list cannot be looked up', async () => {
    world = threatWorld({ listed: [{ kind: 'upn', upn: 'break-glass@contoso.com' }] });
    world.users.nextFinds = ['ok', 'ok', graphDown];
    await expectRefused('alex@contoso.com', 'precondition_failed');
    world = threatWorld({ listed: [{ kind: 'group', id: 'g1' }] });
    world.users.groupsRefusal = graphDown;
    await expectRefused('alex@contoso.com', 'precondition_failed');
  });
});

describe('one’s own account', () => {
  it('is not touched', async () => {
    world.users.add('own', { id: responder.oid });
    world.connections.all[0] = { ...world.connections.all[0]!, tenantId: responder.tenantId };
    const { outcome } = await world.contain.now(responder, soc, { user: 'own@contoso.com' });
    await expect(outcome).rejects.toMatchObject({ refusal: 'protected_target' });
    expect(world.users.writes).toEqual([]);
  });

  it('is another one when the same id is of another tenant', async () => {
    world.users.add('namesake', { id: responder.oid });
    const { outcome } = await world.contain.now(responder, soc, { user: 'namesake@contoso.com' });
    expect((await outcome).result).toMatchObject({ disabled: true });
  });
});

it('nobody approves a change to the own account, even where the request was let through', async () => {
  const [connection] = world.connections.all;
  const user = world.users.add('own', { id: approver.oid });
  const approvedBy = { ...approver, tenantId: connection!.tenantId };
  const guarded = { draft: { requestedBy: responder, approvedBy }, connection: connection!, user };
  await expect(guardUser(world, guarded)).rejects.toMatchObject({ refusal: 'protected_target' });
});

describe('a user with a directory role', () => {
  beforeEach(() => {
    world.users.add('alex', { roles: [userAdministrator] });
  });

  it('takes a second person, or the scope that stands for one', async () => {
    await expectRefused('alex@contoso.com', 'approval_required', containKey);
    expect(world.store.operations.size).toBe(0);
    expect((await contain('alex@contoso.com')).result).toMatchObject({ disabled: true });
  });

  it('is anyone whose roles cannot be read', async () => {
    world.users.add('alex');
    world.users.add('chief', { roles: [globalAdmin] });
    world.users.rolesRefusal = graphDown;
    await expectRefused('alex@contoso.com', 'approval_required', containKey);
  });
});

describe('the last Global Administrator', () => {
  beforeEach(() => {
    world.users.add('alex', { roles: [globalAdmin] });
  });

  it('stays on', () => expectRefused('alex@contoso.com', 'protected_target'));

  it('stays on when the others are off', async () => {
    world.users.add('chief', { roles: [globalAdmin], accountEnabled: false });
    await expectRefused('alex@contoso.com', 'protected_target');
  });

  it('stays on when the others cannot be counted', async () => {
    world.users.add('chief', { roles: [globalAdmin] });
    world.users.holdersRefusal = graphDown;
    await expectRefused('alex@contoso.com', 'protected_target');
  });

  it('is not the last one when another is enabled', async () => {
    world.users.add('chief', { roles: [globalAdmin] });
    expect((await contain('alex@contoso.com')).result).toMatchObject({ disabled: true });
    expect(world.store.leases.held()).toEqual([]);
  });

  it('is left over when two are contained at the same moment', async () => {
    world.users.add('chief', { roles: [globalAdmin] });
    const both = await Promise.allSettled([contain('alex@contoso.com'), contain('chief@contoso.com')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const enabled = [...world.users.accounts.values()].filter(
      ({ roles, accountEnabled }) => roles.length && accountEnabled,
    );
    expect(enabled).toHaveLength(1);
  });
});

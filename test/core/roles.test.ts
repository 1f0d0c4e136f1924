import { expect, it } from 'vitest';
import { type Holders, type RoleHolders, roleReader } from '../../src/core/roles.ts';
import { homeTenant, person } from './fakes/access.ts';

const none: Holders = { people: [], groups: [] };
const nobody: RoleHolders = { viewer: none, hardener: none, responder: none, approver: none, admin: none };
const anna = person('anna');

/** A directory in which the groups of a person are what the test says at the moment. */
function setUp(holders: Partial<RoleHolders>) {
  const clock = { ms: 0 };
  const directory = { groups: [] as string[], down: false };
  const asked: (readonly string[])[] = [];
  const rolesOf = roleReader({
    tenantId: homeTenant,
    holders: { ...nobody, ...holders },
    runtime: { now: () => clock.ms },
    users: {
      async groupsAmong(_tenant, _userId, groupIds) {
        asked.push(groupIds);
        const refusal = { status: 'error', reason: 'unavailable', needsReconsent: false } as const;
        if (directory.down) return { status: 'error', refusal };
        return { status: 'ok', value: directory.groups.filter((id) => groupIds.includes(id)) };
      },
    },
  });
  return { clock, directory, asked, rolesOf };
}

const people = (...names: string[]): Holders => ({ people: names.map((name) => person(name).oid), groups: [] });
const groups = (...ids: string[]): Holders => ({ people: [], groups: ids });

it('gives nobody a role when nothing is listed', async () => {
  expect(await setUp({}).rolesOf(anna)).toEqual([]);
});

it('gives every role whose list holds the person, and asks no directory for it', async () => {
  const { rolesOf, asked } = setUp({ viewer: people('anna'), admin: people('anna'), hardener: people('other') });
  expect(await rolesOf(anna)).toEqual(['viewer', 'admin']);
  expect(asked).toEqual([]);
});

it('gives every role whose group holds the person, with one question for all groups', async () => {
  const { rolesOf, asked, directory } = setUp({
    hardener: groups('g1', 'g2'),
    approver: groups('g2'),
    admin: groups('g3'),
  });
  directory.groups = ['g2', 'unrelated'];
  expect(await rolesOf(anna)).toEqual(['hardener', 'approver']);
  expect(asked).toEqual([['g1', 'g2', 'g3']]);
});

it('gives a person of another tenant nothing, whatever the object id', async () => {
  const { rolesOf, asked, directory } = setUp({ admin: { ...people('anna'), groups: ['g1'] } });
  directory.groups = ['g1'];
  expect(await rolesOf(person('anna', 'another-tenant'))).toEqual([]);
  expect(asked).toEqual([]);
});

it('lets a removal from a group take effect within a minute, and an addition within ten seconds', async () => {
  const { rolesOf, clock, directory } = setUp({ hardener: groups('g1') });
  expect(await rolesOf(anna)).toEqual([]);
  directory.groups = ['g1'];
  clock.ms = 10_000;
  expect(await rolesOf(anna)).toEqual(['hardener']);
  directory.groups = [];
  clock.ms = 69_999;
  expect(await rolesOf(anna)).toEqual(['hardener']);
  clock.ms = 70_000;
  expect(await rolesOf(anna)).toEqual([]);
});

it('gives no role by group while the directory cannot be read, and still those of the list', async () => {
  const { rolesOf, clock, directory } = setUp({ viewer: people('anna'), hardener: groups('g1') });
  directory.groups = ['g1'];
  expect(await rolesOf(anna)).toEqual(['viewer', 'hardener']);
  directory.down = true;
  clock.ms = 60_000;
  expect(await rolesOf(anna)).toEqual(['viewer']);
});

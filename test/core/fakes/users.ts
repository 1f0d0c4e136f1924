import { createHash } from 'node:crypto';
import type { Connection } from '../../../src/core/connections.ts';
import type { GraphRefusal, Reading, WriteOutcome } from '../../../src/core/graph-answers.ts';
import type { Runtime } from '../../../src/core/runtime.ts';
import type { UserKey } from '../../../src/core/users/user-key.ts';
import {
  type DirectoryRole,
  type DirectoryUser,
  globalAdministrator,
  type UserPort,
} from '../../../src/core/users/user-port.ts';
import { refused, type ScriptedWrite } from './policies.ts';

export type FakeAccount = DirectoryUser & { roles: DirectoryRole[]; groups: string[] };

export type UserWriteName = 'disable' | 'enable' | 'revokeSessions' | 'confirmCompromised' | 'dismissRisk';

export type UserWrite = { name: UserWriteName; userId: string; answer: ScriptedWrite };

export type FakeUsers = UserPort & {
  accounts: Map<string, FakeAccount>;
  writes: UserWrite[];
  /** Answers to come, by write; `ok` when there are none left. */
  next: Record<UserWriteName, ScriptedWrite[]>;
  nextFinds: ('ok' | GraphRefusal)[];
  /** Set, and what would read them is refused. */
  rolesRefusal?: GraphRefusal;
  holdersRefusal?: GraphRefusal;
  groupsRefusal?: GraphRefusal;
  /** How many finds after a write still return what was there before it. */
  staleReads: number;
  granted: readonly string[];
  add(name: string, facts?: Partial<FakeAccount>): FakeAccount;
  verdicts: Map<string, string>;
};

export const userAdministrator = { templateId: 'fe930be7-5e62-47db-91af-98c3a49a38b1', name: 'User Administrator' };
export const globalAdmin = { templateId: globalAdministrator, name: 'Global Administrator' };

/** One object id per name. */
export function idOf(name: string): string {
  const hex = createHash('sha256').update(name).digest('hex');
  return `00000000-0000-4000-8000-${hex.slice(0, 12)}`;
}

/** One tenant's directory, empty at first. */
export function fakeUsers(runtime: Runtime): FakeUsers {
  const accounts = new Map<string, FakeAccount>();
  const old = new Map<string, { account: FakeAccount; reads: number }>();
  let revokes = 0;

  const fake: FakeUsers = {
    accounts,
    writes: [],
    next: { disable: [], enable: [], revokeSessions: [], confirmCompromised: [], dismissRisk: [] },
    nextFinds: [],
    staleReads: 0,
    granted: [],
    verdicts: new Map(),
    add(name, facts = {}) {
      const account = accountOf(name, facts);
      accounts.set(account.id, account);
      return account;
    },
    find,
    rolesOf: async (_connection, id) => rolesOf(id),
    enabledHoldersOf: async (_connection, templateId) => holdersOf(templateId),
    groupExists: async (_connection, id) =>
      fake.groupsRefusal ? refused(fake.groupsRefusal) : { status: 'ok', value: isGroup(id) },
    groupsAmong: async (_tenant, id, groupIds) =>
      fake.groupsRefusal
        ? refused(fake.groupsRefusal)
        : { status: 'ok', value: groupIds.filter((group) => accounts.get(id)?.groups.includes(group)) },
    disable: (_connection, id) => write('disable', id, { accountEnabled: false }),
    enable: (_connection, id) => write('enable', id, { accountEnabled: true }),
    revokeSessions: (_connection, id) => write('revokeSessions', id, { sessionsValidFrom: `revoked ${++revokes}` }),
    confirmCompromised: (_connection, id) => rate('confirmCompromised', id, 'confirmedCompromised'),
    dismissRisk: (_connection, id) => rate('dismissRisk', id, 'dismissed'),
    grantedRoles: async () => ({ status: 'ok', value: fake.granted }),
  };
  return fake;

  function isGroup(id: string): boolean {
    return [...accounts.values()].some(({ groups }) => groups.includes(id));
  }

  async function find(_connection: Connection, key: UserKey): Promise<Reading<DirectoryUser | undefined>> {
    await runtime.sleep(10);
    const answer = fake.nextFinds.shift() ?? 'ok';
    if (answer !== 'ok') return refused(answer);
    const account = [...accounts.values()].find((one) =>
      key.kind === 'id' ? one.id === key.id : one.userPrincipalName.toLowerCase() === key.upn.toLowerCase(),
    );
    return { status: 'ok', value: account && asDirectoryUser(seen(account)) };
  }

  function seen(account: FakeAccount): FakeAccount {
    const before = old.get(account.id);
    return before && before.reads-- > 0 ? before.account : account;
  }

  function rolesOf(id: string): Reading<readonly DirectoryRole[]> {
    return fake.rolesRefusal ? refused(fake.rolesRefusal) : { status: 'ok', value: accounts.get(id)?.roles ?? [] };
  }

  function holdersOf(templateId: string): Reading<readonly string[]> {
    if (fake.holdersRefusal) return refused(fake.holdersRefusal);
    const holders = [...accounts.values()].filter(
      ({ accountEnabled, roles }) => accountEnabled && roles.some((role) => role.templateId === templateId),
    );
    return { status: 'ok', value: holders.map(({ id }) => id) };
  }

  async function write(name: UserWriteName, userId: string, change: Partial<FakeAccount>): Promise<WriteOutcome> {
    const answer = fake.next[name].shift() ?? 'ok';
    fake.writes.push({ name, userId, answer });
    await runtime.sleep(100);
    const account = accounts.get(userId);
    if (account && (answer === 'ok' || answer === 'unknownApplied')) {
      if (!old.get(userId)?.reads) old.set(userId, { account, reads: fake.staleReads });
      accounts.set(userId, { ...account, ...change });
    }
    return outcomeOf(answer);
  }

  async function rate(name: UserWriteName, userId: string, state: string): Promise<WriteOutcome> {
    if ((fake.next[name][0] ?? 'ok') !== 'unknownNotApplied') fake.verdicts.set(userId, state);
    return write(name, userId, {});
  }
}

function outcomeOf(answer: ScriptedWrite): WriteOutcome {
  if (answer === 'ok') return { kind: 'ok' };
  return typeof answer === 'string' ? { kind: 'unknown' } : { kind: 'refused', refusal: answer };
}

function accountOf(name: string, facts: Partial<FakeAccount>): FakeAccount {
  return {
    id: idOf(name),
    userPrincipalName: `${name}@contoso.com`,
    displayName: name,
    accountEnabled: true,
    guest: false,
    synced: false,
    restricted: false,
    sessionsValidFrom: 'long ago',
    roles: [],
    groups: [],
    ...facts,
  };
}

function asDirectoryUser({ roles: _roles, groups: _groups, ...user }: FakeAccount): DirectoryUser {
  return structuredClone(user);
}

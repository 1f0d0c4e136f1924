import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Reading, WriteOutcome } from '../../src/core/graph-answers.ts';
import { parseUserKey } from '../../src/core/users/user-key.ts';
import { globalAdministrator, type UserPort } from '../../src/core/users/user-port.ts';
import { deniedAuthorization, refusalCases, tokenCases } from './graph-refusals.ts';
import { openTenant, type Simulated, startSimulated, type Tenant } from './tenant.ts';
import { fuzzUserPaths } from './user-path-fuzz.ts';

const alex = 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819201';
const diego = 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819203';
const grady = 'b2c3d4e5-1f20-4a3b-8c4d-5e6f70819204';
const userAdministrator = 'fe930be7-5e62-47db-91af-98c3a49a38b1';
const fields =
  '$select=id,userPrincipalName,displayName,accountEnabled,userType,onPremisesSyncEnabled,isManagementRestricted,signInSessionsValidFromDateTime';

let simulated: Simulated;
let tenant: Tenant;

beforeAll(async () => {
  simulated = await startSimulated();
  return simulated.close;
});

beforeEach(async () => {
  await simulated.reset();
  tenant = await openTenant({}, simulated);
});

const find = (text: string) => tenant.users.find(tenant.connection, parseUserKey(text));

function meaning(reading: Reading<unknown>): string {
  return reading.status === 'ok' ? 'ok' : `${reading.status} ${reading.refusal.reason}`;
}

describe('a user', () => {
  it('is found by object id in any case, with what decides about the account', async () => {
    expect(await find(alex.toUpperCase())).toEqual({
      status: 'ok',
      value: {
        id: alex,
        userPrincipalName: 'alex.wilber@contoso.com',
        displayName: 'Alex Wilber',
        accountEnabled: true,
        guest: false,
        synced: false,
        restricted: false,
        sessionsValidFrom: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      },
    });
    expect(await tenant.requests()).toEqual([`GET /users/${alex}?${fields}`]);
  });

  it('may be mastered elsewhere', async () => {
    expect(await find(diego)).toMatchObject({ value: { synced: true } });
  });

  it.each([
    ['a guest', 'robin.kline_wingtip.com#EXT#@contoso.onmicrosoft.com', '/users/robin.kline_wingtip.com%23EXT%23%40'],
    ['an apostrophe', "miles.o'brien@contoso.com", "/users/miles.o'brien%40contoso.com?"],
    ['a dollar sign in front', "$ales.o'brien@contoso.com", "/users('%24ales.o''brien%40contoso.com')?"],
    ['a plus sign', 'alex+test@contoso.com', '/users/alex%2Btest%40contoso.com?'],
  ])('is found by user principal name, with %s', async (_, userPrincipalName, path) => {
    if (!userPrincipalName.includes('#')) await tenant.signal({ kind: 'riskyUser', userPrincipalName });
    expect(await find(userPrincipalName)).toMatchObject({
      value: { userPrincipalName, guest: userPrincipalName.includes('#') },
    });
    expect((await tenant.requests()).at(-1)).toContain(`GET ${path}`);
  });

  it('need not be there', async () => {
    expect(await find('nobody@contoso.com')).toEqual({ status: 'ok', value: undefined });
  });

  it('is not another one, nor one without a usable id', async () => {
    const user = { userPrincipalName: 'x@contoso.com', accountEnabled: true };
    for (const id of [grady, '../policies', '', null, 7]) {
      await tenant.fault({ path: '/users/', body: { ...user, id } });
      expect([id, meaning(await find(alex))]).toEqual([id, 'error badResponse']);
    }
    await tenant.fault({ path: '/users/', body: { ...user, id: grady.toUpperCase() } });
    expect(await find('x@contoso.com')).toMatchObject({
      value: { id: grady, displayName: '', sessionsValidFrom: null },
    });
  });

  it.each(['[]', '{}', 'null', '"x"', '<html>', `{"id":"${alex}","userPrincipalName":"x","accountEnabled":null}`])(
    'is not %s',
    async (rawBody) => {
      await tenant.fault({ path: '/users/', rawBody });
      expect(meaning(await find(alex))).toBe('error badResponse');
    },
  );

  it.each([...refusalCases, ...tokenCases])('row %i: %s means %s', async (_, __, expected, fault) => {
    await tenant.fault({ path: '/users/', ...fault });
    expect(meaning(await find(alex))).toBe(expected);
  });

  it('that the app may not read needs consent', async () => {
    await tenant.grant([]);
    expect(await find(alex)).toMatchObject({ status: 'needsConsent', refusal: { permission: 'User.Read.All' } });
  });
});

describe('the roles of a user', () => {
  const rolesOf = (id: string) => tenant.users.rolesOf(tenant.connection, id);

  it('are the own ones and those of groups', async () => {
    const role = { templateId: userAdministrator, name: 'User Administrator' };
    expect(await rolesOf(grady)).toEqual({ status: 'ok', value: [role] });
    expect(await rolesOf(alex)).toEqual({ status: 'ok', value: [] });
    await tenant.documents(groupWithRole([alex]));
    expect(await rolesOf(alex)).toEqual({ status: 'ok', value: [role] });
  });

  it('cannot be told when Graph hides which they are', async () => {
    await tenant.grant(['User.Read.All']);
    expect(await rolesOf(grady)).toMatchObject({
      status: 'needsConsent',
      refusal: { needsReconsent: true, permission: 'RoleManagement.Read.Directory' },
    });
  });

  it('cannot be told when one of them makes no sense', async () => {
    for (const body of [{ value: [{ roleTemplateId: 'x' }] }, { value: [7] }, {}]) {
      await tenant.fault({ path: 'transitiveMemberOf', body });
      expect(meaning(await rolesOf(grady))).toBe('error badResponse');
    }
    await tenant.fault({ path: 'transitiveMemberOf', status: 503 });
    expect(meaning(await rolesOf(grady))).toBe('error unavailable');
  });
});

const userAdministrators = '/directoryRoles/4e8a1b90-d37c-4f65-8b2e-06c9d5f71a38/members';
const operators = 'f0000000-0000-4000-8000-000000000001';

/** A role-assignable group that holds User Administrator, beside Grady. */
function groupWithRole(members: readonly string[]): object {
  const group = { '@odata.type': '#microsoft.graph.group', id: operators };
  return {
    '/groups': [{ id: operators, displayName: 'Operators', isAssignableToRole: true }],
    [`/groups/${operators}/members`]: members.map((id) => ({ id })),
    [userAdministrators]: [{ id: grady }, group, { '@odata.type': '#microsoft.graph.servicePrincipal', id: 'app' }],
  };
}

describe('the enabled holders of a role', () => {
  const holdersOf = (role: string) => tenant.users.enabledHoldersOf(tenant.connection, role);

  it('are counted in one request', async () => {
    const admins = await holdersOf(globalAdministrator);
    expect(admins).toMatchObject({ status: 'ok', value: { length: 2 } });
    expect(await tenant.requests()).toEqual([
      `GET /directoryRoles(roleTemplateId='${globalAdministrator}')/members?$select=id,accountEnabled`,
    ]);
  });

  it('include the members of a group, each once, and nobody who is disabled', async () => {
    await tenant.users.disable(tenant.connection, diego);
    await tenant.documents(groupWithRole([alex, diego, grady]));
    expect(await holdersOf(userAdministrator)).toEqual({ status: 'ok', value: [grady, alex] });
  });

  it('cannot be told when a part of them cannot be read', async () => {
    await tenant.documents(groupWithRole([alex]));
    await tenant.fault({ path: '/groups/', status: 403 });
    expect(meaning(await holdersOf(userAdministrator))).toBe('error rejected');
    await tenant.fault({ path: '/directoryRoles', body: { value: [{ id: alex, accountEnabled: true }] } });
    expect(meaning(await holdersOf(userAdministrator))).toBe('error badResponse');
    await tenant.fault();
    const group = { '@odata.type': '#microsoft.graph.group' };
    const groups = Array.from({ length: 11 }, (_, at) => ({ ...group, id: operators.replace('1', String(at % 10)) }));
    await tenant.documents({ [userAdministrators]: groups });
    expect(meaning(await holdersOf(userAdministrator))).toBe('error badResponse');
    expect(meaning(await holdersOf('00000000-0000-4000-8000-000000000000'))).toBe('error notFound');
  });

  it('cannot be told without the permissions, and which is missing is told', async () => {
    const lacking = async (...roles: string[]) => {
      await tenant.grant(roles);
      tenant = await openTenant({}, simulated);
      const reading = await holdersOf(userAdministrator);
      return reading.status === 'ok' ? reading.value : reading.refusal.permission;
    };
    await tenant.documents(groupWithRole([alex]));
    const [roles, users, groups] = ['RoleManagement.Read.Directory', 'User.Read.All', 'GroupMember.Read.All'];
    expect(await lacking(users!, groups!)).toBe(roles);
    expect(await lacking(roles!, groups!)).toBe(users);
    expect(await lacking(roles!, users!)).toBe(groups);
    expect(await lacking(roles!, users!, groups!)).toEqual([grady, alex]);
  });
});

describe('the groups of a user', () => {
  const groupsAmong = (groups: readonly string[]) => tenant.users.groupsAmong(tenant.connection, alex, groups);

  it('are asked for twenty at a time, in any case', async () => {
    const ids = Array.from({ length: 41 }, (_, at) => `F0000000-0000-4000-8000-0000000000${10 + at}`);
    await tenant.documents({
      '/groups': ids.map((id) => ({ id: id.toLowerCase() })),
      [`/groups/${ids[40]?.toLowerCase()}/members`]: [{ id: alex }],
    });
    expect(await groupsAmong(ids)).toEqual({ status: 'ok', value: [ids[40]?.toLowerCase()] });
    const bodies = (await tenant.logged()).map(({ body }) => Object(body).groupIds.length);
    expect(bodies).toEqual([20, 20, 1]);
  });

  it('of none are none, without a question', async () => {
    expect(await groupsAmong([])).toEqual({ status: 'ok', value: [] });
    expect(await tenant.requests()).toEqual([]);
  });

  it('are only those that were asked for', async () => {
    await tenant.fault({ path: 'checkMemberGroups', body: { value: [operators, grady] } });
    expect(await groupsAmong([operators])).toEqual({ status: 'ok', value: [operators] });
    await tenant.fault({ path: 'checkMemberGroups', body: { value: 'all' } });
    expect(meaning(await groupsAmong([operators]))).toBe('error badResponse');
  });
});

describe('a group', () => {
  const exists = () => tenant.users.groupExists(tenant.connection, operators);

  it('is there or not', async () => {
    expect(await exists()).toEqual({ status: 'ok', value: false });
    await tenant.documents({ '/groups': [{ id: operators }] });
    expect(await exists()).toEqual({ status: 'ok', value: true });
    expect(new Set(await tenant.requests())).toEqual(new Set([`GET /groups/${operators}?$select=id`]));
  });

  it('is not known to be missing because it cannot be read, or another one is answered', async () => {
    await tenant.fault({ path: '/groups/', status: 403, body: deniedAuthorization, times: 1 });
    expect(meaning(await exists())).not.toBe('ok');
    await tenant.fault({ path: '/groups/', body: { id: alex } });
    expect(meaning(await exists())).toBe('error badResponse');
  });
});

type Verb = 'disable' | 'enable' | 'revokeSessions' | 'confirmCompromised' | ('dismissRisk' & keyof UserPort);
const verbs: readonly Verb[] = ['disable', 'enable', 'revokeSessions', 'confirmCompromised', 'dismissRisk'];
const write = (verb: Verb, id = alex) => tenant.users[verb](tenant.connection, id);

function outcome({ kind, ...rest }: WriteOutcome): string {
  const { refusal } = rest as { refusal?: { status: string; reason: string; needsReconsent: boolean } };
  if (!refusal) return kind;
  return `${kind} ${refusal.status} ${refusal.reason}${refusal.needsReconsent ? ' again' : ''}`;
}

describe('a write', () => {
  it.each([
    ['disable', `PATCH /users/${alex}`, { accountEnabled: false }, 204],
    ['enable', `PATCH /users/${alex}`, { accountEnabled: true }, 204],
    ['revokeSessions', `POST /users/${alex}/revokeSignInSessions`, null, 200],
    ['confirmCompromised', 'POST /identityProtection/riskyUsers/confirmCompromised', { userIds: [alex] }, 204],
    ['dismissRisk', 'POST /identityProtection/riskyUsers/dismiss', { userIds: [alex] }, 204],
  ] as const)('%s is one request: %s', async (verb, request, body, status) => {
    expect(await write(verb)).toEqual({ kind: 'ok' });
    const [method, path] = request.split(' ');
    expect(await tenant.logged()).toMatchObject([{ method, path, body, status }]);
    expect(tenant.slots).toHaveLength(path?.startsWith('/identityProtection') ? 1 : 0);
  });

  it('shows in what is read next', async () => {
    const before = await find(alex);
    await write('disable');
    await write('revokeSessions');
    const after = await find(alex);
    expect(after).toMatchObject({ value: { accountEnabled: false } });
    expect(after.status === 'ok' && before.status === 'ok' && after.value?.sessionsValidFrom).not.toBe(
      before.status === 'ok' && before.value?.sessionsValidFrom,
    );
    await write('enable');
    expect(await find(alex)).toMatchObject({ value: { accountEnabled: true } });
  });

  it('to a privileged user is told as such: their sessions end, their account stays', async () => {
    expect(outcome(await write('disable', grady))).toBe('refused error privilegedTarget');
    expect(outcome(await write('revokeSessions', grady))).toBe('ok');
  });

  it.each(verbs)('%s to nobody is refused', async (verb) => {
    await tenant.fault(
      { method: 'P', status: 404 },
      { path: 'users', status: 404 },
      { path: 'riskyUsers', status: 404 },
    );
    expect(outcome(await write(verb))).toBe('refused error notFound');
  });

  it.each([...refusalCases, ...tokenCases])('row %i, each of them: %s means %s', async (row, __, expected, fault) => {
    await tenant.fault({ path: '/users/|riskyUsers', ...fault });
    const wanted = `refused ${expected}${[2, 8, 11].includes(row) ? ' again' : ''}`;
    for (const verb of verbs) expect([verb, outcome(await write(verb))]).toEqual([verb, wanted]);
  });

  it('rows 12 and 13: denied without the role needs consent, with it the target is privileged', async () => {
    await tenant.fault({ path: '/users/|riskyUsers', ...deniedAuthorization });
    for (const verb of verbs) {
      const reason = verb.endsWith('Risk') || verb.startsWith('confirm') ? 'rejected' : 'privilegedTarget';
      expect([verb, outcome(await write(verb))]).toEqual([verb, `refused error ${reason}`]);
    }
    await tenant.grant(['User.Read.All']);
    tenant = await openTenant({}, simulated);
    for (const verb of verbs) {
      expect([verb, outcome(await write(verb))]).toEqual([verb, 'refused needsConsent permissionMissing again']);
    }
  });

  it('that is throttled once is tried again', async () => {
    await tenant.fault({ path: '/users/|riskyUsers', status: 429, times: 1 });
    expect(await write('disable')).toEqual({ kind: 'ok' });
    expect(await tenant.requests()).toHaveLength(2);
  });

  it.each(verbs)('%s that is cut off is unknown, before its effect and after', async (verb) => {
    for (const drop of ['before', 'after']) {
      await tenant.fault({ path: '/users/|riskyUsers', drop });
      expect(outcome(await write(verb))).toBe('unknown error unavailable');
    }
  });

  it('without an answer in time is unknown, and not sent again', async () => {
    tenant = await openTenant({ writeDeadlineMs: 60 }, simulated);
    await write('enable');
    await tenant.fault({ method: 'PATCH', path: '/users/', delayMs: 400 });
    expect(outcome(await write('disable'))).toBe('unknown error unavailable');
    expect(await tenant.requests()).toHaveLength(2);
  });

  it.each(['alex.wilber@contoso.com', `${alex}/../x`, alex.toUpperCase(), ''])('never goes to %j', async (id) => {
    for (const verb of verbs) await expect(write(verb, id)).rejects.toThrow('egress_denied');
    expect(await tenant.requests()).toEqual([]);
  });
});

describe('the granted roles', () => {
  it('are those of the token', async () => {
    await tenant.grant(['User.Read.All', 'IdentityRiskyUser.ReadWrite.All']);
    expect(await tenant.users.grantedRoles(tenant.connection)).toEqual({
      status: 'ok',
      value: ['User.Read.All', 'IdentityRiskyUser.ReadWrite.All'],
    });
  });

  it.each(tokenCases)('row %i: %s means %s', async (_, __, expected, fault) => {
    await tenant.fault(fault);
    expect(meaning(await tenant.users.grantedRoles(tenant.connection))).toBe(expected);
  });
});

it('whatever a user is called, only readings of users and writes by object id leave', async () => {
  const { reads, writes } = await fuzzUserPaths(tenant, 300);
  expect(reads).toBeGreaterThan(60);
  expect(writes).toBeGreaterThan(20);
});

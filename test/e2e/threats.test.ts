import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/store/open.ts';
import type { Json, Reply } from './call.ts';
import { elementsOf, wordsIn } from './cards.ts';
import { pairs, statusOfPair } from './contain-table.ts';
import { accountIn, accountOf, addUsers } from './crowd.ts';
import { giveKey } from './keys.ts';
import { restClient } from './product.ts';
import type { Fault } from './simulated-world.ts';
import { openWorld, useWorld } from './world.ts';

const world = useWorld();
const threats = '/tenants/me/threats';
const alex = 'alex.wilber@contoso.com';
const operationId = expect.stringMatching(/^op_[0-9a-z]{26}$/);
const stepsDone = [
  { name: 'disable', status: 'ok' },
  { name: 'revoke', status: 'ok' },
];

const answers: Record<string, Fault> = {
  ok: {},
  needsConsent: { status: 403, body: { error: { code: 'UnknownError', message: '' } } },
  notLicensed: { status: 403, body: { error: { code: 'Forbidden', message: 'Your tenant is not licensed.' } } },
  error: { status: 400, body: { error: { code: 'BadRequest', message: 'No.' } } },
};
const paths: Record<string, string> = {
  riskyUsers: '^/identityProtection/riskyUsers',
  riskDetections: '^/identityProtection/riskDetections',
  securityAlerts: '^/security/alerts_v2',
};
const statuses = Object.keys(answers);
const combinations = statuses.flatMap((riskyUsers) =>
  statuses.flatMap((riskDetections) =>
    statuses.map((securityAlerts) => ({ riskyUsers, riskDetections, securityAlerts })),
  ),
);

const contain = (userId: unknown, more = {}) => world().product.rest('POST', `${threats}/contain`, { userId, ...more });
const release = (userId: unknown) => world().product.rest('POST', `${threats}/release`, { userId });
const read = async () => (await world().product.rest('GET', threats)).body.data;

function expectFailure({ status, body }: Reply, wanted: number, code: string): void {
  expect([status, body.success, body.error?.code]).toEqual([wanted, false, code]);
}

describe('the signals', () => {
  it('are answered as documented, field for field', async () => {
    const { status, body } = await world().product.rest('GET', threats);
    expect([status, Object.keys(body)]).toEqual([200, ['success', 'data']]);
    const { riskyUsers, riskDetections, securityAlerts, ...data } = body.data;
    expect(data).toEqual({
      aiPilotConnected: true,
      msTenantId: world().homeTenantId,
      sources: { riskyUsers: 'ok', riskDetections: 'ok', securityAlerts: 'ok' },
    });
    expect(riskyUsers[0]).toEqual({ id: expect.any(String), userPrincipalName: alex, riskLevel: 'high' });
    expect(riskDetections[0]).toMatchObject({ riskEventType: 'leakedCredentials', userPrincipalName: alex });
    expect(securityAlerts[0]).toMatchObject({ severity: expect.any(String), users: expect.any(Array) });
  });

  it('show nobody whose risk was dismissed, and the newest first', async () => {
    const signal = (facts: object) => world().control('POST', 'signals', { kind: 'riskyUser', ...facts });
    const old = { riskState: 'atRisk', riskLevel: 'low', riskLastUpdatedDateTime: '2022-09-09T9:59:27.958Z' };
    await signal({ userPrincipalName: 'old@contoso.com', ...old });
    await signal({ userPrincipalName: 'gone@contoso.com', riskState: 'dismissed', riskLevel: 'high' });
    const names = (await read()).riskyUsers.map((user: Json) => user.userPrincipalName);
    expect(names).not.toContain('gone@contoso.com');
    expect(names.at(-1)).toBe('old@contoso.com');
  });

  it('hand out the newest hundred, and leave nobody at high risk out of the card', async () => {
    const [risky] = await world().document('/identityProtection/riskyUsers');
    const crowd = Array.from({ length: 120 }, (_, at) => ({
      ...risky,
      id: `d0000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
      userDisplayName: `Risky ${at}`,
      riskLevel: at === 119 ? 'high' : 'low',
      riskLastUpdatedDateTime: new Date(Date.now() - at * 60_000).toISOString(),
    }));
    await world().load({ '/identityProtection/riskyUsers': crowd });
    const { riskyUsers } = await read();
    expect([riskyUsers.length, riskyUsers[0].id]).toEqual([100, crowd[0]?.id]);
    const { card } = await world().person('viewer').say('risky');
    expect(wordsIn(card)).toMatch(/1 high · 0 medium · 119 low.*Risky 119\n · High.*Showing 1–5 of 120/s);
  });

  it('come from sources of which each can fail on its own', { timeout: 120_000 }, async () => {
    for (const wanted of combinations) {
      await world().clearFaults();
      const faults = Object.entries(wanted).map(([source, status]) => ({ path: paths[source], ...answers[status] }));
      await world().fault({ path: '^/none$', status: 400 }, ...faults.filter(({ status }) => status));
      const data = await read();
      expect(data.sources).toEqual(wanted);
      for (const [source, status] of Object.entries(wanted)) expect(data[source].length > 0).toBe(status === 'ok');
    }
  });

  it('are none without a connection', async () => {
    const own = await openWorld();
    const store = await openStore({ kind: 'embedded', directory: own.product.directory }, { instance: 'test' });
    await store.connections.remove('org_default', 'conn_demo');
    await store.close();
    const { body } = await own.product.rest('GET', threats);
    expect(body).toEqual({ success: true, data: { aiPilotConnected: false } });
    const write = await own.product.rest('POST', `${threats}/contain`, { userId: alex });
    expectFailure(write, 409, 'not_connected');
  });

  it('and containment are bought apart', async () => {
    const own = await openWorld({
      prepare: (store) =>
        store.organizations.ensure({ id: 'org_default', name: 'Default', entitlements: ['threatAlerts'] }),
    });
    expect((await own.product.rest('GET', threats)).status).toBe(200);
    expectFailure(await own.product.rest('POST', `${threats}/contain`, { userId: alex }), 403, 'not_entitled');
  });
});

describe('contain', () => {
  it('is answered as documented, with the operation beside it', async () => {
    const { status, body } = await contain(alex);
    expect([status, body]).toEqual([
      200,
      {
        success: true,
        data: {
          userId: alex,
          connectionId: 'conn_demo',
          disabled: true,
          sessionsRevoked: true,
          needsReconsent: false,
        },
        operation: { id: operationId, status: 'done', steps: stepsDone },
      },
    ]);
    const [disable, revoke, ...more] = await world().graphWrites();
    expect(disable).toMatchObject({ method: 'PATCH', body: { accountEnabled: false } });
    expect(revoke).toMatchObject({ method: 'POST', path: `${disable!.path}/revokeSignInSessions` });
    expect(disable!.path).toMatch(/^\/users\/[\da-f-]{36}$/);
    expect(more).toEqual([]);
  });

  it('echoes the user as it was sent', async () => {
    const { body } = await contain('Alex.Wilber@CONTOSO.com', { connectionId: 'conn_demo' });
    expect(body.data).toMatchObject({ userId: 'Alex.Wilber@CONTOSO.com', disabled: true });
  });

  it('tells every pair of ends apart, true to the tenant', { timeout: 120_000 }, async () => {
    const crowd = await addUsers(world(), pairs.length);
    const faults = pairs.flatMap(({ disable, revoke }, at) => [
      ...(disable.fault ? [{ method: 'PATCH', path: `^/users/${crowd[at]!.id}$`, ...disable.fault }] : []),
      ...(revoke.fault ? [{ method: 'POST', path: `^/users/${crowd[at]!.id}/revoke`, ...revoke.fault }] : []),
    ]);
    await world().fault(...faults);
    const replies = await Promise.all(crowd.map(({ id }) => contain(id)));
    const users = await world().document('/users');
    for (const [at, { disable, revoke }] of pairs.entries()) {
      const { id } = crowd[at]!;
      const stepOf = (name: string, { status, reason }: typeof disable) => ({
        name,
        status,
        ...(reason && { reason }),
      });
      expect({ disable: disable.name, revoke: revoke.name, ...replies[at]!.body }).toEqual({
        disable: disable.name,
        revoke: revoke.name,
        success: true,
        data: {
          userId: id,
          connectionId: 'conn_demo',
          disabled: disable.done,
          sessionsRevoked: revoke.done,
          needsReconsent: Boolean(disable.needsReconsent || revoke.needsReconsent),
        },
        operation: {
          id: operationId,
          status: statusOfPair(disable, revoke),
          steps: [
            expect.objectContaining(stepOf('disable', disable)),
            expect.objectContaining(stepOf('revoke', revoke)),
          ],
        },
      });
      expect(accountIn(users, id)).toEqual({ off: disable.done, revoked: revoke.done });
    }
  });

  it('of one user by many at once is one pair of writes', async () => {
    await world().fault({ method: 'PATCH', path: '^/users/', delayMs: 500 });
    const replies = await Promise.all(Array.from({ length: 100 }, () => contain(alex)));
    expect(new Set(replies.map(({ body }) => body.operation.id)).size).toBe(1);
    expect(new Set(replies.map(({ body }) => JSON.stringify(body.data))).size).toBe(1);
    expect(await world().graphWrites()).toHaveLength(2);
  });

  it('never touches a protected account, or the last administrator', async () => {
    expectFailure(await contain('emergency.access@contoso.onmicrosoft.com'), 403, 'protected_target');
    await world().load({ '/directoryRoles/9c2f7d15-6b8e-4a03-91d4-f5e7a0c8b362/members': [await userNamed('megan')] });
    expectFailure(await contain('megan.bowen@contoso.com'), 403, 'protected_target');
    expect(await world().graphWrites()).toEqual([]);
  });

  it('tells a directory role that Bulwark may not touch from missing consent', async () => {
    const { body } = await contain('grady.archie@contoso.com');
    expect(body.data).toMatchObject({ disabled: false, sessionsRevoked: true, needsReconsent: false });
    expect(body.operation.steps[0]).toEqual({ name: 'disable', status: 'failed', reason: 'privilegedTarget' });
  });

  it('tells missing consent as a result', async () => {
    const own = await openWorld({ before: ({ grant }) => grant(['User.Read.All', 'User.RevokeSessions.All']) });
    const { status, body } = await own.product.rest('POST', `${threats}/contain`, { userId: alex });
    expect([status, body.data]).toMatchObject([200, { disabled: false, sessionsRevoked: true, needsReconsent: true }]);
    const bare = await openWorld({ before: ({ grant }) => grant([]) });
    const unread = await bare.product.rest('POST', `${threats}/contain`, { userId: alex });
    expect([unread.status, unread.body.data]).toMatchObject([200, { disabled: false, needsReconsent: true }]);
    expect(unread.body.operation).toMatchObject({ status: 'failed', steps: [{ name: 'read' }, {}, {}] });
  });

  it('does not know an unknown user, and refuses what is no user', async () => {
    expectFailure(await contain('nobody@contoso.com'), 404, 'unknown_user');
    expectFailure(await contain('00000000-0000-4000-8000-000000000000'), 404, 'unknown_user');
    const writes = [
      `../${alex}`,
      `${alex}/revokeSignInSessions`,
      '',
      'x'.repeat(10_000),
      [alex],
      { id: alex },
      null,
      7,
    ];
    for (const userId of writes) expectFailure(await contain(userId), 400, 'invalid_request');
    expectFailure(await contain(alex, { reason: 'more' }), 400, 'invalid_request');
    expectFailure(await contain(alex, { connectionId: 'conn_none' }), 404, 'unknown_connection');
    expect(await world().graphWrites()).toEqual([]);
  });
});

describe('the confirmation of a containment', () => {
  it('suggests the reason though Identity Protection takes one request a second and nothing was read before', async () => {
    const own = await openWorld({ env: { GRAPH_PAUSE_S: '1.1' } });
    const { card } = await own.person('responder').say(`contain ${alex}`);
    const { value, isRequired } = elementsOf(card).find(({ id }) => id === 'reason');
    expect([value, isRequired]).toEqual([expect.stringMatching(/^Identity Protection: Leaked credentials/), true]);
  });
});

describe('the list of risky users', () => {
  it('says who contained an account, and that it was released since', async () => {
    const upn = 'marked@contoso.com';
    await world().control('POST', 'signals', { kind: 'riskyUser', userPrincipalName: upn, riskLevel: 'high' });
    const marked = (verb: string) => new RegExp(`^${upn}\\n.*\\n${verb} by API key `, 'm');
    const viewer = world().person('viewer');
    const { activityId, card } = await viewer.say('risky');
    expect(wordsIn(card)).toContain(upn);
    expect(wordsIn(card)).not.toMatch(marked('Contained'));
    await contain(upn);
    await viewer.shows(activityId, 'the containment', (shown) => marked('Contained').test(wordsIn(shown.card)));
    await release(upn);
    await viewer.shows(activityId, 'the release', (shown) => marked('Released').test(wordsIn(shown.card)));
  });
});

describe('a key without the privileged scope', () => {
  it('contains an ordinary user, and nobody with a directory role', async () => {
    let key = '';
    const own = await openWorld({
      prepare: async (store) => {
        await store.organizations.ensure({
          id: 'org_default',
          name: 'Default',
          entitlements: ['threatAlerts', 'breachResponse'],
        });
        key = await giveKey(store, { scopes: ['threats:contain'] });
      },
    });
    const { rest } = restClient(own.product.url, key);
    expectFailure(await rest('GET', threats), 403, 'not_allowed');
    expect((await rest('POST', `${threats}/contain`, { userId: alex })).body.data.disabled).toBe(true);
    const refused = await rest('POST', `${threats}/contain`, { userId: 'grady.archie@contoso.com' });
    expectFailure(refused, 403, 'approval_required');
    expect((await own.product.rest('GET', '/tenants/me/operations')).body.data.operations).toHaveLength(1);
  });
});

describe('release', () => {
  it('turns on what Bulwark turned off', async () => {
    await contain(alex);
    const { body } = await release(alex);
    expect(body).toEqual({
      success: true,
      data: { userId: alex, connectionId: 'conn_demo', enabled: true, needsReconsent: false },
      operation: { id: operationId, status: 'done', steps: [{ name: 'enable', status: 'ok' }] },
    });
    expect(await accountOf(world(), await userNamed('alex'))).toMatchObject({ off: false });
  });

  it('is asked for by undoing the containment', async () => {
    const { body } = await contain(alex);
    const responder = world().person('responder');
    const confirm = await responder.say(`undo ${body.operation.id.toUpperCase()}`);
    await responder.press(confirm, 'release.execute', {}, { reason: 'It was a false alarm' });
    await responder.shows(confirm.activityId, 'that it is on', ({ edited }) => edited > 0);
    expect(await accountOf(world(), await userNamed('alex'))).toMatchObject({ off: false });
  });

  it('leaves off what somebody else turned off', async () => {
    const user = await userNamed('lidia');
    const users = await world().document('/users');
    const off = users.map((one: Json) => (one.id === user.id ? { ...one, accountEnabled: false } : one));
    await world().load({ '/users': off });
    expectFailure(await release(user.id), 409, 'precondition_failed');
    expect(await world().graphWrites()).toEqual([]);
  });

  it('is what undoing a containment is', async () => {
    const { operation } = (await contain(alex)).body;
    const undo = await world().product.rest('POST', `/tenants/me/operations/${operation.id}/undo`, {});
    expect(undo.body.data).toMatchObject({ connectionId: 'conn_demo', enabled: true, needsReconsent: false });
    expect(await world().product.operation(undo.body.operation.id)).toMatchObject({
      verb: 'release',
      undoes: operation.id,
    });
  });
});

async function userNamed(start: string): Promise<Json> {
  const users = await world().document('/users');
  return users.find(({ userPrincipalName }: Json) => userPrincipalName.startsWith(start));
}

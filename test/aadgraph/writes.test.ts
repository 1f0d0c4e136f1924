import { describe, expect, it } from 'vitest';
import type { Json } from '../e2e/call.ts';
import {
  assignedApp,
  assignedServicePrincipal,
  eightHours,
  eightHoursToo,
  expectRefused,
  freeServicePrincipal,
  legacySession,
  lifetime,
  openFace,
  saml,
  shortLived,
  unassignedApp,
  useFace,
} from './face.ts';

const face = useFace();
const policies = '/policies/tokenLifetimePolicies';
const linksOf = (app: string, kind = 'applications') => `/${kind}/${app}/$links/policies`;
const linkTo = (id: string) => ({ url: `https://graph.windows.net/myorganization/policies/${id}` });

async function create(more: Json = {}) {
  const body = { displayName: 'New', definition: [lifetime('2:00:00')], type: 'TokenLifetimePolicy', ...more };
  return face().send('POST', '/policies', body);
}

async function undo(operationId: string | null) {
  return face().world.product.rest('POST', `/tenants/me/operations/${operationId}/undo`);
}

async function operationOf(reply: { headers: Headers }): Promise<Json> {
  return face().world.product.operation(reply.headers.get('x-operation-id') ?? '');
}

describe('every change is an operation', () => {
  it('that is named in the answer, verified, and undone to what was there before', async () => {
    const before = await face().world.documents();
    const changes = [
      () => create(),
      () =>
        face().send('PATCH', `/policies/${shortLived}`, { displayName: 'Renamed', definition: [lifetime('1:00:00')] }),
      () => face().send('POST', linksOf(unassignedApp), linkTo(shortLived)),
      () => face().send('DELETE', `${linksOf(assignedApp)}/${eightHoursToo}`),
      () => face().send('POST', linksOf(freeServicePrincipal, 'serviceprincipals'), linkTo(shortLived)),
    ];
    for (const change of changes) {
      const reply = await change();
      const operation = await operationOf(reply);
      expect(operation).toMatchObject({ status: 'done', steps: [{ name: 'write' }, { name: 'verify' }] });
      expect(await face().world.documents()).not.toEqual(before);
      const undone = await undo(operation.id);
      expect([undone.status, undone.body.operation?.status, undone.body.error]).toEqual([200, 'done', undefined]);
      expect(policyState(await face().world.documents())).toEqual(policyState(before));
    }
  }, 120_000);

  it('that a second undo does not repeat', async () => {
    const reply = await create();
    const id = reply.headers.get('x-operation-id');
    await undo(id);
    const again = await undo(id);
    expect([again.status, again.body.data]).toMatchObject([200, { applied: false, verified: true }]);
  }, 60_000);

  it('that is not undone over what somebody else did since', async () => {
    const reply = await face().send('PATCH', `/policies/${shortLived}`, { displayName: 'Renamed' });
    await face().send('PATCH', `/policies/${shortLived}`, { displayName: 'Renamed again' });
    const undone = await undo(reply.headers.get('x-operation-id'));
    expect([undone.status, undone.body.error.code]).toEqual([409, 'precondition_failed']);
    const { body } = await face().send('GET', `/policies/${shortLived}`);
    expect(body.displayName).toBe('Renamed again');
  }, 60_000);

  it('and a created policy that is in use by now is not taken away again', async () => {
    const reply = await create();
    await face().send('POST', linksOf(unassignedApp), linkTo(reply.body.objectId));
    const undone = await undo(reply.headers.get('x-operation-id'));
    expect([undone.status, undone.body.error.message]).toEqual([409, expect.stringContaining('Unassign it first')]);
  }, 60_000);
});

/** Ids of created policies and places in their lists are Entra's to choose. */
function policyState(documents: Json): Json {
  const entries = Object.entries<Json>(documents).filter(([path, list]) => /policies/i.test(path) && list.length !== 0);
  return Object.fromEntries(
    entries.map(([path, list]) => [
      path,
      Array.isArray(list) ? list.map(({ id, displayName, definition }) => [id, displayName, definition]).sort() : list,
    ]),
  );
}

describe('a deleted policy', () => {
  it('vanishes from what it was assigned to', async () => {
    expect((await face().send('DELETE', `/policies/${eightHoursToo}`)).status).toBe(204);
    expect((await face().send('GET', `/applications/${assignedApp}/policies`)).body.value).toEqual([]);
  });

  it('comes back with a new id and all of its assignments', async () => {
    const reply = await face().send('DELETE', `/policies/${eightHoursToo}`);
    const undone = await undo(reply.headers.get('x-operation-id'));
    const { result, steps } = await face().world.product.operation(undone.body.operation.id);
    expect(result.policy.id).not.toBe(eightHoursToo);
    expect(undone.body.data).toMatchObject({ applied: true, verified: true, policyId: result.policy.id });
    expect(steps.map(({ name, status }: Json) => [name, status])).toEqual([
      ['write', 'ok'],
      [`assign application ${assignedApp}`, 'ok'],
      [`assign servicePrincipal ${assignedServicePrincipal}`, 'ok'],
      ['verify', 'ok'],
    ]);
    const { body } = await face().send('GET', `/policies/${result.policy.id}/appliesTo`);
    expect(body.value.map(({ objectId }: Json) => objectId)).toEqual([assignedApp, assignedServicePrincipal]);
  }, 60_000);

  it('comes back with retired properties, which nobody could write anew', async () => {
    const { body: before } = await face().send('GET', `/policies/${legacySession}`);
    const reply = await face().send('DELETE', `/policies/${legacySession}`);
    const { body } = await undo(reply.headers.get('x-operation-id'));
    const { body: after } = await face().send('GET', `/policies/${body.data.policyId}`);
    expect(after.definition).toEqual(before.definition);
    expectRefused(
      await create({ definition: before.definition }),
      400,
      'Request_BadRequest',
      /MaxInactiveTime \(retired\), MaxAgeSessionSingleFactor \(retired\)/,
    );
  }, 60_000);

  it('can be one with retired properties, which can be renamed too', async () => {
    expect((await face().send('PATCH', `/policies/${legacySession}`, { displayName: 'Old' })).status).toBe(204);
    expect((await face().send('DELETE', `/policies/${legacySession}`)).status).toBe(204);
  }, 60_000);

  it('is tried again for each assignment apart', async () => {
    const reply = await face().send('DELETE', `/policies/${eightHoursToo}`);
    const path = `^/applications/${assignedApp}/tokenLifetimePolicies/\\$ref$`;
    await face().world.fault({ method: 'POST', path, status: 400, body: { error: { code: 'Request_BadRequest' } } });
    const { body } = await undo(reply.headers.get('x-operation-id'));
    expect(body.operation).toMatchObject({ status: 'partial' });
    expect(body.operation.steps.map(({ status }: Json) => status)).toEqual(['ok', 'failed', 'ok', 'failed']);
  }, 60_000);
});

describe('the default of a tenant', () => {
  it('is one at most', async () => {
    const first = await create({ isTenantDefault: true });
    expect(first.body.isTenantDefault).toBe(true);
    const code = 'Request_MultipleObjectsWithSameKeyValue';
    expectRefused(await create({ displayName: 'Second', isTenantDefault: true }), 400, code, /uniqueness/);
    expectRefused(await face().send('PATCH', `/policies/${shortLived}`, { isTenantDefault: true }), 400, code);
    expect((await face().send('PATCH', `/policies/${first.body.objectId}`, { isTenantDefault: false })).status).toBe(
      204,
    );
    expect((await face().send('PATCH', `/policies/${shortLived}`, { isTenantDefault: true })).status).toBe(204);
  }, 60_000);

  it('is put back by an undo', async () => {
    const first = await create({ isTenantDefault: true });
    const removal = await face().send('DELETE', `/policies/${first.body.objectId}`);
    const { body } = await undo(removal.headers.get('x-operation-id'));
    expect((await face().send('GET', `/policies/${body.data.policyId}`)).body.isTenantDefault).toBe(true);
  }, 60_000);

  it('is never an issuance policy', async () => {
    const message = "Invalid value specified for property 'isTenantDefault' of resource 'Policy'.";
    const reply = await face().send('PATCH', `/policies/${saml}`, { isTenantDefault: true });
    expectRefused(reply, 400, 'Request_BadRequest', message);
  });
});

describe('what Microsoft Graph refuses', () => {
  it('is handed on with its status, code and words', async () => {
    const reply = await face().send('POST', linksOf(assignedApp), linkTo(shortLived));
    expectRefused(reply, 400, 'Request_MultipleObjectsWithSameKeyValue', /property-uniqueness violation/);
    expect((await operationOf(reply)).status).toBe('failed');
  });

  it.each([
    [
      { status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'No.' } } },
      403,
      'Authorization_RequestDenied',
    ],
    [
      { status: 401, body: { error: { code: 'InvalidAuthenticationToken', message: 'No.' } } },
      403,
      'Authorization_RequestDenied',
    ],
    [
      { status: 409, body: { error: { code: 'Directory_ConcurrencyViolation', message: 'No.' } } },
      503,
      'Request_ThrottledTemporarily',
    ],
    [{ status: 409, body: { error: { code: 'Request_Conflict', message: 'Mine.' } } }, 409, 'Request_Conflict'],
    [
      { status: 400, body: { error: { code: 'BadRequest', message: '$ref cannot be applied to the segment.' } } },
      400,
      'Request_BadRequest',
    ],
    [{ status: 429, headers: { 'retry-after': '17' } }, 503, 'Request_ThrottledTemporarily'],
  ])('%j on a write becomes %i %s', async (fault, status, code) => {
    await face().world.fault({ ...fault, method: 'PATCH', path: `^${policies}/` });
    const reply = await face().send('PATCH', `/policies/${shortLived}`, { displayName: 'x' });
    expectRefused(reply, status, code);
    if (status === 503) expect(reply.headers.get('retry-after')).toMatch(/^\d+$/);
  });

  it.each([
    [{ status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'No.' } } }, 403],
    [{ status: 500 }, 502],
    [{ status: 429, headers: { 'retry-after': '17' } }, 503],
    [{ rawBody: '<html>', status: 200, headers: { 'content-type': 'text/html' } }, 502],
  ])(
    '%j in one of the two collections leaves no half list (%i)',
    async (fault, status) => {
      await face().world.fault({ ...fault, method: 'GET', path: '^/policies/tokenIssuancePolicies' });
      expectRefused(await face().send('GET', '/policies'), status, /./);
    },
    60_000,
  );

  it('once because two writers met inside is tried again', async () => {
    const body = { error: { code: 'Directory_ConcurrencyViolation', message: 'No.' } };
    await face().world.fault({ method: 'PATCH', path: `^${policies}/`, status: 409, body, times: 1 });
    expect((await face().send('PATCH', `/policies/${shortLived}`, { displayName: 'x' })).status).toBe(204);
  });
});

describe('a creation', () => {
  it('whose answer is lost happens once, and is found again', async () => {
    await face().world.fault({ method: 'POST', path: `^${policies}$`, drop: 'after', times: 1 });
    const reply = await create();
    expect([reply.status, reply.body.displayName]).toEqual([201, 'New']);
    const { body } = await face().send('GET', '/policies');
    expect(body.value.filter(({ displayName }: Json) => displayName === 'New')).toHaveLength(1);
  }, 60_000);

  it('that nobody knows of names its operation', async () => {
    await face().world.fault({ method: 'POST', path: `^${policies}$`, drop: 'after' });
    await face().world.fault({ method: 'GET', path: `^${policies}`, status: 503 });
    const own = await create();
    // The reading before it fails first, so nothing is written.
    expectRefused(own, 502, 'Service_InternalServerError');
    expect(await face().world.graphWrites()).toEqual([]);
  }, 60_000);

  it('is not a second one of the same that was there before', async () => {
    const first = await create();
    const second = await create();
    expect(second.body.objectId).not.toBe(first.body.objectId);
    await undo(second.headers.get('x-operation-id'));
    expect((await face().send('GET', `/policies/${first.body.objectId}`)).status).toBe(200);
  }, 60_000);

  it('answers with the policy also while the directory does not show it', async () => {
    await face().world.fault({ method: 'POST', path: `^${policies}$`, staleMs: 30_000 });
    const reply = await create();
    expect([reply.status, reply.body.displayName]).toEqual([201, 'New']);
    expect((await operationOf(reply)).status).toBe('partial');
  }, 60_000);
});

it('an outcome that nobody knows is 502 and names the operation', async () => {
  await face().world.fault({ method: 'PATCH', path: `^${policies}/`, drop: 'before' });
  const reply = await face().send('PATCH', `/policies/${shortLived}`, { displayName: 'x' });
  const id = reply.headers.get('x-operation-id') ?? '';
  expectRefused(reply, 502, 'Service_InternalServerError', new RegExp(id));
}, 60_000);

it('changes of one policy wait for each other', async () => {
  const names = ['one', 'two', 'three', 'four'];
  const replies = await Promise.all(
    names.map((displayName) => face().send('PATCH', `/policies/${eightHours}`, { displayName })),
  );
  expect(replies.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
  expect(new Set(replies.map(({ headers }) => headers.get('x-operation-id'))).size).toBe(4);
  expect(await face().world.graphWrites()).toHaveLength(4);
  const { body } = await face().send('GET', `/policies/${eightHours}`);
  expect(names).toContain(body.displayName);
}, 60_000);

it('a change that does not begin in time is throttled, and never happens', async () => {
  await face().world.fault({ method: 'PATCH', path: `^${policies}/`, delayMs: 7_500, times: 3 });
  const replies = await Promise.all(
    ['one', 'two', 'three', 'four'].map((displayName) =>
      face().send('PATCH', `/policies/${eightHours}`, { displayName }),
    ),
  );
  const throttled = replies.filter(({ status }) => status === 503);
  expect(throttled.length).toBeGreaterThan(0);
  for (const reply of throttled) expectRefused(reply, 503, 'Request_ThrottledTemporarily');
  await face().world.clearFaults();
  expect(await face().world.graphWrites()).toHaveLength(4 - throttled.length);
}, 90_000);

it('without consent a write is denied, never unauthenticated', async () => {
  const own = await openFace(['Policy.Read.All']);
  const reply = await own.send('PATCH', `/policies/${shortLived}`, { displayName: 'x' });
  expectRefused(reply, 403, 'Authorization_RequestDenied', /consent/);
  await own.world.close();
}, 60_000);

import { beforeEach, describe, expect, it } from 'vitest';
import { allowList } from '../../src/core/policies/allow-list.ts';
import type { PolicyEntry } from '../../src/core/policies/entry.ts';
import { loosestDocuments } from '../core/policies/loosest.ts';
import type { Json } from './call.ts';
import { useWorld } from './world.ts';

const world = useWorld();
const settings = '/groupSettings';
const timeouts = '/policies/activityBasedTimeoutPolicies';
const domains = '/domains';
const rows = allowList.map((entry) => [entry.key, entry] as const);
const answers: Json = { reviewers: ['adelev@contoso.com'], words: ['contoso', 'Adatum'], days: 90 };

/** The documents as the simulated world takes them: a collection is a list. */
const loosest = Object.fromEntries(
  Object.entries(loosestDocuments).map(([path, document]) => [path, document['value'] ?? document]),
);

beforeEach(async () => {
  await world().load({ ...loosest, '/identity/conditionalAccess/policies': [] });
});

function bodyFor({ key, guided }: PolicyEntry): Json {
  if (!guided) return { key };
  if (guided.fields.length === 0) return { key, acknowledge: true };
  return { key, input: Object.fromEntries(guided.fields.map(({ id }) => [id, answers[id]])) };
}

async function rowOf(key: string): Promise<Json> {
  const { body } = await world().product.rest('GET', '/tenants/me/policies');
  return body.data.policies.find((row: Json) => row.key === key);
}

async function reviewer(): Promise<string> {
  const { people } = (await world().control('GET', 'world')).body;
  return people.find(({ alias }: Json) => alias === 'responder').userPrincipalName;
}

async function hardened(entry: PolicyEntry): Promise<Json> {
  answers.reviewers = [await reviewer()];
  const { status, body } = await world().product.toggle(bodyFor(entry));
  expect({ status, data: body.data }).toEqual({
    status: 200,
    data: { key: entry.key, applied: true, verified: true, needsReconsent: false },
  });
  return body.operation;
}

async function undone({ id }: Json): Promise<Json> {
  const { body } = await world().product.rest('POST', `/tenants/me/operations/${id}/undo`);
  return body;
}

describe.each(rows)('%s', (key, entry) => {
  it('is open, hardened and checked, left alone the second time, and put back', async () => {
    const before = await world().documents();
    expect(await rowOf(key)).toMatchObject({ compliant: false });
    const operation = await hardened(entry);
    expect(await rowOf(key)).toMatchObject({ compliant: true });
    const written = (await world().graphWrites()).length;
    const again = await world().product.toggle(bodyFor(entry));
    expect(again.body.data).toMatchObject({ applied: false, verified: true });
    expect(await world().graphWrites()).toHaveLength(written);
    expect((await undone(operation)).data).toMatchObject({ applied: true, verified: true });
    expect(await world().documents()).toEqual(before);
  });
});

describe('an object that is not there yet', () => {
  const created = ['banned_passwords', 'onprem_password_protection', 'group_owner_app_consent', 'idle_session_timeout'];

  it.each(created)('is created by %s and deleted by its undo', async (key) => {
    await world().load({ [settings]: [] });
    const operation = await hardened(allowList.find((entry) => entry.key === key)!);
    const [post] = await world().graphWrites();
    expect(post).toMatchObject({ method: 'POST', status: 201 });
    expect((await undone(operation)).data).toMatchObject({ applied: true, verified: true });
    expect(await world().document(post!.path)).toEqual([]);
  });

  it('stays, with its defaults, when somebody has put something else into it since', async () => {
    await world().load({ [settings]: [] });
    const operation = await hardened(allowList.find(({ key }) => key === 'banned_passwords')!);
    const [object] = await world().document(settings);
    const values = object.values.map((one: Json) => (one.name === 'LockoutThreshold' ? { ...one, value: '5' } : one));
    await world().load({ [settings]: [{ ...object, values }] });
    expect((await undone(operation)).data).toMatchObject({ applied: true, verified: true });
    const [left] = await world().document(settings);
    expect(left.values).toContainEqual({ name: 'LockoutThreshold', value: '5' });
    expect(left.values).toContainEqual({ name: 'EnableBannedPasswordCheck', value: 'False' });
  });

  it('is judged by Microsoft’s defaults', async () => {
    await world().load({ [settings]: [], [timeouts]: [] });
    expect(await rowOf('smart_lockout')).toMatchObject({ current: '10', compliant: true });
    expect(await rowOf('guest_group_owners')).toMatchObject({ current: 'false', compliant: true });
    expect(await rowOf('banned_passwords')).toMatchObject({ current: 'False', compliant: false });
    expect(await rowOf('idle_session_timeout')).toMatchObject({ current: null, compliant: false });
  });
});

describe('passwords of several domains', () => {
  const key = 'password_never_expires';
  const fabrikam = '/domains/Fabrikam\\.com$';
  const refused = { status: 400, body: { error: { code: 'Request_BadRequest', message: 'No.' } } };

  async function periods(): Promise<Json> {
    const all: Json[] = await world().document(domains);
    return Object.fromEntries(all.map(({ id, passwordValidityPeriodInDays }) => [id, passwordValidityPeriodInDays]));
  }

  it('are one step per domain; a subdomain and one that is federated or waiting are none', async () => {
    const { steps } = await hardened(allowList.find((entry) => entry.key === key)!);
    expect(steps.map(({ name }: Json) => name)).toEqual(['domain contoso.com', 'domain Fabrikam.com', 'verify']);
    expect(await periods()).toMatchObject({ 'sales.contoso.com': 30, 'adatum.com': 90, 'waiting.example': 90 });
  });

  it('that fail in part are told by domain, and undone as far as they went', async () => {
    const before = await periods();
    await world().fault({ method: 'PATCH', path: fabrikam, ...refused });
    const { body } = await world().product.toggle({ key });
    expect(body.data).toMatchObject({ applied: true, verified: false });
    expect(body.operation).toMatchObject({
      status: 'partial',
      steps: [
        { name: 'domain contoso.com', status: 'ok' },
        { name: 'domain Fabrikam.com', status: 'failed', reason: 'rejected' },
        { name: 'verify', status: 'ok' },
      ],
    });
    expect(await rowOf(key)).toMatchObject({ current: null, compliant: false });
    expect((await undone(body.operation)).data).toMatchObject({ applied: true, verified: true });
    expect(await periods()).toEqual(before);
  });

  it.each([
    ['first', 'contoso', ['failed', 'ok', 'ok'], 'partial', true],
    ['second', 'Fabrikam', ['ok', 'failed', 'ok'], 'partial', true],
    ['every', '', ['failed', 'failed', 'skipped'], 'failed', false],
  ])('of which the %s fails end as they are', async (_which, name, statuses, status, applied) => {
    await world().fault({ method: 'PATCH', path: `/domains/${name}`, ...refused });
    const { body } = await world().product.toggle({ key });
    expect(body.operation.steps.map((step: Json) => step.status)).toEqual(statuses);
    expect([body.operation.status, body.data.applied, body.data.verified]).toEqual([status, applied, false]);
  });

  it('without an answer are settled by reading', async () => {
    await world().fault({ method: 'PATCH', path: fabrikam, drop: 'after' });
    const { body } = await world().product.toggle({ key });
    expect(body.operation.status).toBe('done');
    expect(body.data).toMatchObject({ applied: true, verified: true });
  });

  it('without consent need it again', async () => {
    const message = 'You cannot perform the requested operation, required scopes are missing in the token.';
    await world().fault({
      method: 'PATCH',
      path: domains,
      status: 403,
      body: { error: { code: 'Forbidden', message } },
    });
    const { body } = await world().product.toggle({ key });
    expect(body.data).toMatchObject({ applied: false, verified: false, needsReconsent: true });
  });
});

describe('an undo', () => {
  const key = 'smart_lockout';

  it('is refused when the setting was changed since, and says by whom', async () => {
    const operation = await hardened(allowList.find((entry) => entry.key === key)!);
    const [object, ...rest] = await world().document(settings);
    const values = object.values.map((one: Json) => (one.name === 'LockoutThreshold' ? { ...one, value: '7' } : one));
    const activityDateTime = new Date(Date.now() + 1_000).toISOString();
    const initiatedBy = { user: { userPrincipalName: 'megan@contoso.com' } };
    const audit = { id: 'a', activityDateTime, activityDisplayName: 'Update group settings', result: 'success' };
    await world().load({
      [settings]: [{ ...object, values }, ...rest],
      '/auditLogs/directoryAudits': [{ ...audit, initiatedBy }],
    });
    const { error } = await undone(operation);
    expect(error).toMatchObject({ code: 'precondition_failed' });
    expect(error.message).toMatch(/it now reads 7\. .*names megan@contoso\.com as the last to change this policy/);
  });
});

describe('a guided setting', () => {
  it.each([
    ['user_consent', {}, /^Agree to user_consent with acknowledge set to true\. /],
    ['user_consent', { acknowledge: false }, /^Agree to user_consent with acknowledge set to true\. /],
    ['banned_passwords', {}, /^Give words as a list of at least 1\. One a line/],
    ['banned_passwords', { input: { words: ['abc'] } }, /^Change number 1 of words: give 4 to 16 characters/],
    ['banned_passwords', { input: { words: ['ab\tcd'] } }, /^Change number 1 of words: give 4 to 16 characters/],
    [
      'banned_passwords',
      { input: { words: ['contoso'], more: 1 } },
      /^Give only words as the input of banned_passwords/,
    ],
    ['app_credential_lifetime', { input: { days: 181 } }, /^Give days as a whole number from 1 to 180\.$/],
    ['app_credential_lifetime', { input: { days: '1.5' } }, /^Give days as a whole number from 1 to 180\.$/],
    ['admin_consent_workflow', { input: { reviewers: [] } }, /^Give 1 to 50 reviewers, not 0\.$/],
    [
      'admin_consent_workflow',
      { input: { reviewers: [7] } },
      /^Give reviewers as a list of at least 1\. Sign-in names/,
    ],
    ['laps', { input: { days: 3 } }, /^Leave out the input: laps takes none\.$/],
    ['laps', { acknowledge: true }, /^Leave out the input: laps takes none\.$/],
  ])('%s refuses %j and asks Graph nothing', async (key, more, message) => {
    const { status, body } = await world().product.toggle({ key, ...more });
    expect([status, body.error.code]).toEqual([400, 'invalid_request']);
    expect(body.error.message).toMatch(message);
    expect(await world().graphRequests()).toEqual([]);
  });

  it('refuses a reviewer who is not there, or is a guest', async () => {
    const key = 'admin_consent_workflow';
    const nobody = await world().product.toggle({ key, input: { reviewers: ['nobody@contoso.com'] } });
    expect(nobody.body.error.code).toBe('unknown_user');
    expect(await world().graphWrites()).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBatch } from '../../src/graph/batch.ts';
import { type Rig, rig, securityDefaults } from './rig.ts';
import { json, type Script, tenantId } from './scripted-cloud.ts';

const authorization = '/policies/authorizationPolicy';
const items = [securityDefaults, authorization].map((path) => ({ path, needed: ['Policy.Read.All'] }));

type Item = { status: number; body?: unknown; headers?: Record<string, string> };

/** A batch endpoint that answers each path as told, the last one first. */
function batch(answers: Record<string, Item | Item[]>): Script {
  return (request, response) => {
    const { requests } = JSON.parse(request.body) as { requests: { id: string; url: string }[] };
    const responses = requests.map(({ id, url }) => {
      const answer = answers[url]!;
      return { id, ...(Array.isArray(answer) ? (answer.length > 1 ? answer.shift() : answer[0]) : answer) };
    });
    json(200, { responses: responses.reverse() })(request, response);
  };
}

async function read({ gateway, clock }: Rig, totalMs = 20_000) {
  const reader = { tenantId, explicit: false, deadline: clock.now() + totalMs };
  return Object.fromEntries(await readBatch({ gateway, clock, reader }, items));
}

const ok = (body: unknown) => ({ status: 200, body });
const refused = (status: number, headers = {}, code = 'x', message = 'y') => ({
  status,
  headers,
  body: { error: { code, message } },
});

it('asks for everything in one request and matches the answers by id', async () => {
  const world = await rig();
  world.onGraph(batch({ [securityDefaults]: ok({ is: 'security' }), [authorization]: ok({ is: 'authorization' }) }));
  expect(await read(world)).toEqual({
    [securityDefaults]: { status: 'ok', value: { is: 'security' } },
    [authorization]: { status: 'ok', value: { is: 'authorization' } },
  });
  expect(world.graph.map(({ method, path, body }) => [method, path, JSON.parse(body)])).toEqual([
    [
      'POST',
      '/v1.0/$batch',
      {
        requests: [
          { id: '0', method: 'GET', url: securityDefaults },
          { id: '1', method: 'GET', url: authorization },
        ],
      },
    ],
  ]);
});

describe('an item that fails', () => {
  it('leaves the others alone', async () => {
    const world = await rig();
    const body = { error: { code: 'Forbidden', message: 'required scopes are missing in the token' } };
    world.onGraph(batch({ [securityDefaults]: { status: 403, body }, [authorization]: ok({}) }));
    expect(await read(world)).toMatchObject({
      [securityDefaults]: { status: 'needsConsent', refusal: { permission: 'Policy.Read.All' } },
      [authorization]: { status: 'ok' },
    });
    expect(world.graph).toHaveLength(1);
  });

  it.each([429, 502, 503, 504])('with %i is asked for again, alone, after the time it asks for', async (status) => {
    const world = await rig();
    const answers = [refused(status, { 'Retry-After': '1.5' }), ok({ late: true })];
    world.onGraph(batch({ [securityDefaults]: answers, [authorization]: ok({}) }));
    expect(await read(world)).toMatchObject({ [securityDefaults]: { value: { late: true } } });
    expect(world.clock.slept).toEqual([1_500]);
    expect(JSON.parse(world.graph[1]!.body).requests).toEqual([{ id: '0', method: 'GET', url: securityDefaults }]);
  });

  it('keeps the good reading of the one that is not asked for again', async () => {
    const world = await rig();
    world.onGraph(batch({ [securityDefaults]: ok({ a: 1 }), [authorization]: refused(503) }));
    expect(await read(world)).toMatchObject({
      [securityDefaults]: { status: 'ok', value: { a: 1 } },
      [authorization]: { status: 'error', refusal: { reason: 'unavailable' } },
    });
    expect(world.graph).toHaveLength(3);
  });

  it('is not waited for longer than five seconds, nor past the deadline', async () => {
    const long = await rig();
    long.onGraph(batch({ [securityDefaults]: refused(429, { 'retry-after': '30' }), [authorization]: ok({}) }));
    expect(await read(long)).toMatchObject({
      [securityDefaults]: { refusal: { reason: 'throttled', retryAfterS: 30 } },
    });
    expect(long.graph).toHaveLength(1);
    const late = await rig();
    late.onGraph(batch({ [securityDefaults]: refused(429), [authorization]: ok({}) }));
    await read(late, 1_000);
    expect(late.graph).toHaveLength(1);
  });

  it('because of the token is asked for once more with a new one', async () => {
    const world = await rig();
    const unknown = refused(401, {}, 'Authorization_IdentityNotFound');
    world.onGraph(batch({ [securityDefaults]: [unknown, ok({})], [authorization]: unknown }));
    expect(await read(world)).toMatchObject({
      [securityDefaults]: { status: 'ok' },
      [authorization]: { status: 'needsConsent' },
    });
    expect([world.graph.length, world.token.length]).toEqual([2, 2]);
  });
});

it.each([
  ['no responses', {}],
  ['responses that are no list', { responses: { 0: {} } }],
  ['responses of another kind', { responses: [null, 'x', 7, [], { id: '0' }, { id: '0', status: '200' }] }],
  ['other ids', { responses: [{ id: '7', status: 200, body: {} }] }],
  ['ids that are numbers', { responses: [{ id: 0, status: 200, body: {} }] }],
  ['a list', []],
  ['text', 'x'],
])('calls %s a bad response', async (_, body) => {
  const world = await rig();
  world.onGraph(json(200, body));
  expect(await read(world)).toMatchObject({
    [securityDefaults]: { status: 'error', refusal: { reason: 'badResponse' } },
    [authorization]: { status: 'error', refusal: { reason: 'badResponse' } },
  });
});

it('shares one refusal of the whole', async () => {
  const world = await rig();
  world.onGraph(json(400, { error: { code: 'BadRequest' } }));
  expect(await read(world)).toMatchObject({
    [securityDefaults]: { refusal: { code: 'BadRequest' } },
    [authorization]: { refusal: { code: 'BadRequest' } },
  });
});

it('takes 1,000 fuzzed bodies for what they are: nothing that could be trusted', async () => {
  const world = await rig();
  const item = fc.record({ id: fc.constantFrom('0', '1', '2', 0), status: fc.anything(), body: fc.jsonValue() });
  const bodies = fc.oneof(fc.jsonValue(), fc.record({ responses: fc.oneof(fc.jsonValue(), fc.array(item)) }));
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      world.onGraph(json(200, body ?? null));
      const readings = Object.values(await read(world));
      expect(readings.map(({ status }) => status)).toEqual([expect.any(String), expect.any(String)]);
    }),
    { numRuns: 1_000 },
  );
}, 120_000);
